import type { Command } from 'commander';
import { shellWord } from '../base/command-line.ts';
import { Problem } from '../base/problem.ts';
import { commandsOf } from './commands-of.ts';
import { isNpmOption } from './npm-options.ts';
import { npmWords } from './npm-words.ts';

/**
 * `npm run suite digits --dry-run` hands on `digits` alone, as npm keeps the options for itself that no `--` stands before:
 * the suite would really run.
 * @param args that npm handed on
 * @param words that were typed, where that is known: see `npmWords`
 * @throws Problem where npm kept an option of ours, or one that is neither ours nor npm's
 */
export function checkNpm(
  program: Command,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  words = npmWords(),
): void {
  const { npm_lifecycle_event: script } = environment;
  const command = program.commands.find((one) => one.name() === script);
  if (script === undefined || script !== args[0] || !command) return;
  refuseKept(script, optionsOf(command), environment, words);
}

/**
 * @param script as `npm run` calls it
 * @param ours the options that it takes
 * @throws Problem where npm kept an option of ours, or one that is neither ours nor npm's
 */
export function refuseKept(
  script: string,
  ours: ReadonlySet<string>,
  environment: NodeJS.ProcessEnv,
  words = npmWords(),
): void {
  const isKept = (word: string) => {
    const [option = ''] = word.split('=');
    return option.startsWith('-') && (ours.has(option) || !isNpmOption(option, environment));
  };
  if (words?.includes(script)) {
    const start = words.indexOf(script) + 1;
    const end = words.includes('--') ? words.indexOf('--') : words.length;
    const place = words.findIndex((word, index) => index >= start && index < end && isKept(word));
    if (place >= 0) throw kept(words[place]!, putRight(words, place));
  } else {
    const option = optionsInEnvironment(environment).find((one) => ours.has(one));
    if (option) throw kept(option, `npm run ${script} -- ...`);
  }
}

const kept = (option: string, line: string) =>
  new Problem(`npm kept ${option} for itself`, `Put -- before the options: \`${line}\``);

/** What was typed, with `--` before the first of our options. */
function putRight(words: readonly string[], place: number): string {
  const behind = words.slice(place).filter((word) => word !== '--');
  return ['npm', ...words.slice(0, place), '--', ...behind].map(shellWord).join(' ');
}

/** All options of a command and of those below it, as `--dry-run`. */
function optionsOf(command: Command): Set<string> {
  const all = commandsOf(command).flatMap(({ options }) => options);
  return new Set(['--help', ...all.flatMap(({ long }) => long ?? [])]);
}

/** npm exports most of what it keeps as `npm_config_dry_run`; `--no-test` as an empty `npm_config_test`. */
function optionsInEnvironment(environment: NodeJS.ProcessEnv): string[] {
  return Object.entries(environment).flatMap(([name, value]) => {
    const [, option] = /^npm_config_([a-z].*)$/.exec(name) ?? [];
    return option ? [`--${value === '' ? 'no-' : ''}${option.replaceAll('_', '-')}`] : [];
  });
}
