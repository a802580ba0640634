import { basename } from 'node:path';
import { exitCode, Problem } from '../../base/problem.ts';
import type { PlacedJob } from '../../results/job-folder.ts';
import { knownArrays } from './arrays.ts';
import { isPending, isRunning, type QueuedTask, queuedTasks } from './queue.ts';

/** A task that earlier runs handed in, and that has not ended. */
export interface FoundTask extends QueuedTask {
  job: PlacedJob;
}

/**
 * What of these jobs is in the cluster's queue or runs.
 * @returns the tasks, and all live ones of the suite's arrays, of whatever jobs
 * @throws Problem where the cluster does not answer
 */
export async function findQueued(
  suiteFolder: string,
  jobs: readonly PlacedJob[],
): Promise<{ tasks: FoundTask[]; all: QueuedTask[] }> {
  const arrays = await knownArrays(suiteFolder);
  const rows = await queuedTasks([...arrays.keys()]);
  if (!rows) {
    throw new Problem('the cluster does not answer: squeue fails', 'Try again when it does', exitCode.machine);
  }
  const all = rows.filter((row) => isPending(row) || isRunning(row));
  const byFolder = new Map(jobs.map((job) => [basename(job.folder), job]));
  const tasks = all.flatMap((row) => {
    const job = byFolder.get(arrays.get(row.name)?.[row.index] ?? '');
    return job ? [{ ...row, job }] : [];
  });
  return { tasks, all };
}
