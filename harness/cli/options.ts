import { type Command, Option } from 'commander';
import { defaultResults } from '../base/default-results.ts';
import { Problem } from '../base/problem.ts';
import { typedPath } from '../base/typed-path.ts';

/** Takes the exit code that a command ends with. */
export type End = (code: number) => void;

/** An option whose value is a path: see `typedPath`. */
export function pathOption(flags: string, description: string): Option {
  const option = new Option(flags, description);
  return option.argParser((text: string) => pathIn(option, text));
}

function pathIn({ long }: Option, text: string): string {
  if (text.trim() === '') throw new Problem(`${long} is empty`, 'Give a path');
  return typedPath(text);
}

/** An option whose values are paths, one each time that it is given. */
export function pathsOption(flags: string, description: string): Option {
  const option = new Option(flags, description);
  return option.argParser((text: string, before: string[] = []) => [...before, pathIn(option, text)]);
}

/** An option whose value is a program: its name, or its path. */
export function programOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text: string) => (text.includes('/') ? typedPath(text) : text));
}

/** `--results`, which most commands have. */
export function resultsOption(): Option {
  const { folder, name } = defaultResults;
  return pathOption('--results <dir>', 'the folder for everything that runs produce').default(folder, name);
}

/** `--literature`, of commands that read what papers have. */
export function literatureOption(): Option {
  return pathOption('--literature <dir>', 'read your own papers too, from a folder of files as add-paper writes them');
}

/** `--quiet` of commands that take long: see `setQuiet`. */
export const quietOption = ['--quiet', 'show no progress'] as const;

/** Was the option given, rather than left at its default? */
export function isGiven(command: Command, flag: string): boolean {
  const option = command.options.find(({ long }) => long === flag);
  if (!option) throw new Error(`${command.name()} has no option ${flag}`);
  return command.getOptionValueSource(option.attributeName()) === 'cli';
}

/**
 * Refuses options that would have no effect: who gives one expects something of it.
 * @param why the end of a sentence, such as `without --dry-run`
 * @throws Problem for the first that was given
 */
export function refuseIdle(command: Command, flags: readonly string[], why: string, cure = 'Leave it out'): void {
  const idle = flags.find((flag) => isGiven(command, flag));
  if (idle) throw new Problem(`${idle} has no effect ${why}`, cure);
}

/** Refuses an option that is given twice: of two values one would have no effect. Options that collect their values are exempt. */
export function refuseRepeated(command: Command): void {
  for (const option of command.options) {
    let count = 0;
    command.on(`option:${option.name()}`, () => {
      count++;
      const isList = Array.isArray(command.getOptionValue(option.attributeName()));
      if (count > 1 && !isList) throw new Problem(`${option.long} is given twice`, 'Give it once');
    });
  }
}
