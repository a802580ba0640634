import { commandsOf } from '../../harness/cli/commands-of.ts';
import { createCommands } from '../../harness/cli/program.ts';
import { suiteNames } from '../../harness/suite/load.ts';
import packageFile from '../../package.json' with { type: 'json' };

/** How a command begins: `npm run`, `npx redistill`, a path to the program, or the name of a container's image. */
const start =
  /(?:^|\s)(npm run(?: --silent)?|npx PATH\/TO\/CLONE|(?:npx |\S*\/)?redistill(?:\.sif|:\w+)?)\s+([a-z:-]+(?:\s.*)?)$/;
/** Between commands; output in a page's code has backticks around them. */
const separator = /&&|\|\||[;|`]|\sdo\s/;
/** Options of other programs that pages mention by themselves. */
const others = ['--build-arg', '--nv', '--mail-type', '--project', '--changed'];

/** To look names up; to parse, each command needs a program of its own, as that remembers. */
const program = createCommands(() => {});
const options = commandsOf(program).flatMap(({ options }) => options.map(({ long }) => long));

/** A command as a page shows it. */
export interface Shown {
  text: string;
  isNpm: boolean;
  words: string[];
}

/** The commands of Redistill in a piece of code. */
export function commandsIn(code: string): Shown[] {
  return code.split(separator).flatMap((part) => {
    const [text, begin, rest] = start.exec(part) ?? [];
    if (text === undefined) return [];
    const [line = ''] = rest!.split(/\s(?:#|\d?>)/);
    const words = Array.from(line.matchAll(/"[^"]*"|'[^']*'|\S+/g), ([word]) => word.replace(/^["']|["']$/g, ''));
    return [{ text: text.trim(), isNpm: begin!.startsWith('npm'), words: words.filter((word) => word !== '...') }];
  });
}

/** What a command gives to the program: without the `--` that npm takes. */
export function argumentsOf({ isNpm, words }: Shown): string[] {
  const place = isNpm ? words.indexOf('--') : -1;
  return words.filter((_, index) => index !== place);
}

/**
 * What is wrong in a command: a name that does not exist, an option that it does not have, one that npm would keep.
 * @param suites those that a command may name
 */
export function faultOf(shown: Shown, suites: readonly string[] = suiteNames()): string | undefined {
  const { isNpm, words } = shown;
  const [name = ''] = words;
  const isOurs = program.commands.some((command) => command.name() === name);
  if (!isNpm) return isOurs ? faultOfArguments(words, suites) : `there is no command ${name}`;
  if (!(name in packageFile.scripts)) return `there is no script ${name}`;
  if (!isOurs) return undefined;
  const place = words.indexOf('--');
  const before = place < 0 ? words : words.slice(0, place);
  const kept = before.find((word) => word.startsWith('-'));
  return kept === undefined ? faultOfArguments(argumentsOf(shown), suites) : `npm keeps ${kept}`;
}

/** Parses it as the program does, and runs nothing. */
function faultOfArguments(words: readonly string[], suites: readonly string[]): string | undefined {
  if (isMention(words)) return undefined;
  const parser = createCommands(() => {});
  let fault: string | undefined;
  for (const command of commandsOf(parser)) {
    command.configureOutput({ writeOut: () => {}, writeErr: () => {} });
    if (command.commands.length > 0) continue;
    const isOfSuite = command.registeredArguments[0]?.description.startsWith("a suite's name") ?? false;
    command.action((argument: unknown) => {
      if (isOfSuite && !mayBeSuite(String(argument), suites)) fault = `there is no suite ${argument}`;
    });
  }
  try {
    parser.parse(words, { from: 'user' });
  } catch (error) {
    const isHelp = error instanceof Error && 'exitCode' in error && error.exitCode === 0;
    if (!isHelp) fault = String(error);
  }
  return fault;
}

/** Does it only name a command, such as `npm run check` in a sentence? */
function isMention(words: readonly string[]): boolean {
  let at = program;
  for (const word of words) {
    const next = at.commands.find((command) => command.name() === word);
    if (!next) return false;
    at = next;
  }
  return true;
}

/** A suite's name, a path or an archive, or what stands for one, such as `NAME`. */
function mayBeSuite(word: string, suites: readonly string[]): boolean {
  return /^[A-Z]+$|[/.]/.test(word) || suites.includes(word);
}

/** Options at the beginning of a piece of code, such as `--pairs vgg13/vgg8`, that no command has. */
export function unknownOptions(code: string): string[] {
  if (!code.startsWith('--')) return [];
  const asked = Array.from(code.matchAll(/(?:^|\s)(--[a-z][a-z0-9-]*)/g), ([, option]) => option!);
  return asked.filter((option) => ![...options, ...others, '--help', '--version'].includes(option));
}
