import { CommanderError } from 'commander';
import { exitCode, explain } from '../base/problem.ts';
import { heedOutput } from '../base/terminal/output.ts';
import { commandProblem } from './command-problem.ts';
import { checkNpm } from './npm-guard.ts';
import { settlePaths } from './path-variables.ts';
import { createCommands } from './program.ts';

/**
 * Runs a command.
 * @param args what stands behind the program's name, such as `['suite', 'digits', '--dry-run']`
 * @returns the exit code; failures have been reported on standard error
 */
export async function main(args: string[]): Promise<number> {
  heedOutput();
  settlePaths(process.env);
  let code: number = exitCode.done;
  const program = createCommands((ended) => {
    code = ended;
  });
  try {
    checkNpm(program, args, process.env);
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) return explain(error);
    return error.exitCode === 0 ? exitCode.done : explain(commandProblem(error, program, args));
  }
}
