import { execa } from 'execa';
import { exitCode, isSystemError, Problem } from '../../base/problem.ts';

/** What one of Slurm's programs printed. */
export interface Said {
  failed: boolean;
  stdout: string;
  stderr: string;
}

const mostMilliseconds = 120_000;

/**
 * Runs one of Slurm's programs.
 * @param environment beside that of this process; sbatch hands all of it on to the jobs
 * @throws Problem where it is not installed
 */
export async function slurm(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Said> {
  const { failed, stdout, stderr, cause, timedOut } = await execa(program, args, {
    env: environment,
    reject: false,
    timeout: mostMilliseconds,
    stdin: 'ignore',
  });
  if (isSystemError(cause, 'ENOENT')) {
    throw new Problem(
      `${program} is not installed on this machine`,
      "Run this where Slurm's commands are, or leave --executor slurm out",
      exitCode.machine,
    );
  }
  return { failed, stdout, stderr: timedOut ? `${program} gave no answer` : stderr };
}

/** The last thing that a program complained about: `sbatch: error: invalid partition specified: big` without its beginning. */
export function complaint({ stderr }: Said): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => line.replace(/^\w+: (error: )?/, '').replace(/\.$/, '')).join('; ');
}

/** Is it that the controller does not answer, which may pass? */
export function isPassing({ stderr }: Said): boolean {
  return /Unable to contact|Socket timed out|Zero Bytes|Connection (refused|reset|timed out)|gave no answer|temporarily/i.test(
    stderr,
  );
}
