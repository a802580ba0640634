import { resolve } from 'node:path';
import { commandLine, shellWord } from './command-line.ts';
import { defaultResults } from './default-results.ts';
import { near } from './near.ts';

/**
 * A command that reads or changes results, as the user can type it: with `--results` where they are not in the usual folder.
 * @param words the command with its arguments, such as `teacher list`
 * @param results the folder
 */
export function commandOnResults(words: string, results: string): string {
  const isUsual = resolve(results) === resolve(defaultResults.folder);
  return commandLine(isUsual ? words : `${words} --results ${shellWord(near(results))}`);
}
