import type { Command } from 'commander';

/** A command with all that are below it. */
export function commandsOf(command: Command): Command[] {
  return [command, ...command.commands.flatMap(commandsOf)];
}
