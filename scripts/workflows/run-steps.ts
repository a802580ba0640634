import { execa } from 'execa';
import type { Step } from './workflow.ts';

/** How a step of bash ended. */
export interface Ended {
  name: string | undefined;
  exitCode: number | undefined;
  output: string;
}

/**
 * Runs the steps of bash one after the other, as GitHub Actions does. After one that fails only those run that have a
 * condition: ours all mean that they want to. Steps that use an action are left out.
 */
export async function runSteps(steps: readonly Step[], cwd: string, env: NodeJS.ProcessEnv): Promise<Ended[]> {
  const ended: Ended[] = [];
  for (const { name, if: condition, run } of steps) {
    const hasFailed = ended.some(({ exitCode }) => exitCode !== 0);
    if (run === undefined || (hasFailed && condition === undefined)) continue;
    const { exitCode, all } = await execa('bash', ['-e', '-c', run], { cwd, env, all: true, reject: false });
    ended.push({ name, exitCode, output: all });
  }
  return ended;
}
