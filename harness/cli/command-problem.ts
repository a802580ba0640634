import type { Command, CommanderError } from 'commander';
import { commandLine } from '../base/command-line.ts';
import { Problem } from '../base/problem.ts';
import { nearest } from '../base/validate/nearest.ts';

/** What Commander says about a command line, in our words. */
export function commandProblem(error: CommanderError, program: Command, args: readonly string[]): Problem {
  const command = commandIn(program, args);
  const path = pathOf(command);
  const help = `See \`${commandLine(`${path} --help`.trim())}\``;
  // It prints its help where a command is wanted and none was given.
  if (error.code === 'commander.help') {
    const names = command.commands.map((one) => one.name()).join(', ');
    const what = path === '' ? 'there is no command' : `${path} needs a command`;
    return new Problem(what, `Give one of ${names}`);
  }
  if (error.code === 'commander.excessArguments') {
    const typed = command.args[0] ?? args[1];
    const names = command.commands.map((one) => one.name());
    const meant = typed === undefined ? undefined : nearest(typed, names);
    if (meant) return new Problem(`there is no command '${path} ${typed}'`, `Did you mean ${meant}? ${help}`);
  }
  if (error.code === 'commander.missingArgument') return missingArgument(error, command, { path, help });
  // `error: unknown option '--epoch'\n(Did you mean --epochs?)`
  const [what = '', guess] = error.message
    .replace(/^error: /, '')
    .replace(/\.$/, '')
    .split('\n');
  return new Problem(what, guess === undefined ? help : `${guess.replace(/^\(|\)$/g, '')} ${help}`);
}

/** `error: missing required argument 'name'`, which may be that of the subcommand that runs by default. */
function missingArgument(
  error: CommanderError,
  command: Command,
  { path, help }: { path: string; help: string },
): Problem {
  const [, name] = /'(.+)'/.exec(error.message) ?? [];
  const known = [command, ...command.commands].flatMap(({ registeredArguments }) => registeredArguments);
  const description = known.find((argument) => argument.name() === name)?.description;
  return new Problem(`${path} needs a <${name}>${description ? `: ${description}` : ''}`, help);
}

/** The command that arguments name, such as that of `suite status`. */
function commandIn(command: Command, [name, ...rest]: readonly string[]): Command {
  const below = command.commands.find((one) => one.name() === name);
  return below ? commandIn(below, rest) : command;
}

/** `suite status`; empty for the program itself. */
function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}`.trim() : '';
}
