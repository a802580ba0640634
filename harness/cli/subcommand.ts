import type { Command } from 'commander';
import { Problem } from '../base/problem.ts';
import { nearest } from '../base/validate/nearest.ts';

/**
 * A mistyped subcommand is taken for the argument of the default one: `suite statu` would be a suite of that name.
 * @param known what the argument may be as well
 * @throws Problem where a subcommand is nearer to what was typed than anything known
 */
export function refuseMistypedCommand(typed: string, command: Command, known: readonly string[]): void {
  const subcommands = command.commands.map((one) => one.name());
  const meant = known.includes(typed) ? undefined : nearest(typed, [...known, ...subcommands]);
  if (meant === undefined || !subcommands.includes(meant)) return;
  throw new Problem(
    `there is no suite '${typed}', and no command '${typed}' of ${command.name()}`,
    `Did you mean ${meant}? The commands are ${subcommands.join(', ')}`,
  );
}
