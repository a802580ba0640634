import type { Command } from 'commander';
import { commandLine } from '../base/command-line.ts';

/** Ends a command's help with examples, as the user can type them. */
export function addExamples(command: Command, ...lines: string[]): void {
  command.addHelpText('after', () => ['', 'Examples:', ...lines.map((words) => `  ${commandLine(words)}`)].join('\n'));
}

/** Shows the help of the subcommand that a command runs by default below its own. */
export function showHelpOfDefault(command: Command, standard: Command): void {
  command.addHelpText('after', () => `\n${standard.helpInformation()}`);
}
