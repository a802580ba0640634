import { setTimeout } from 'node:timers/promises';
import type { Result } from '../../job/result.ts';
import type { PlacedJob } from '../../results/job-folder.ts';
import { adopt } from './adopt.ts';
import { handIn, handInAgain } from './hand-in.ts';
import { lookAtTasks } from './look.ts';
import { SlurmRun, type SlurmRunOptions } from './slurm-run.ts';

/**
 * Hands jobs in, and watches them until none is left in the queue.
 * @param results what is there; gains an entry for each job that gets done
 * @returns whether all jobs are done
 * @throws Problem where a file cannot be written, or the cluster does not take the jobs
 */
export async function runOnSlurm(
  jobs: readonly PlacedJob[],
  results: Map<string, Result>,
  options: SlurmRunOptions,
): Promise<boolean> {
  const { stopping, progress, onProgress, site } = options;
  const run = new SlurmRun(jobs, results, options);
  await adopt(run);
  await handIn(run);
  while (run.tasks.size > 0 || run.resting.size > 0) {
    onProgress();
    await setTimeout(1000 * site.pollSeconds, undefined, { signal: stopping.asked }).catch(() => {});
    // What was handed in goes on without us.
    if (stopping.asked.aborted) return false;
    await lookAtTasks(run);
    await handInAgain(run);
  }
  return progress.done.size === jobs.length;
}
