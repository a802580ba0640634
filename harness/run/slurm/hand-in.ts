import { exitCode, Problem } from '../../base/problem.ts';
import { adopt } from './adopt.ts';
import { taskKey } from './queue.ts';
import type { SlurmRun } from './slurm-run.ts';
import { batchesOf } from './stages.ts';
import { submit } from './submit.ts';

const secondsOfSilence = 60;

/**
 * Submits all that may run, or may when what is in the queue has ended.
 * @throws Problem where a file cannot be written, or the cluster does not take the jobs
 */
export async function handIn(run: SlurmRun): Promise<void> {
  const { journal, site } = run.options;
  const free = run.waiting.filter(({ id }) => !run.tasks.has(id) && !run.resting.has(id));
  for (const { stage, jobs } of batchesOf(free, run.results, run.tasks, site.arraySize)) {
    const after = jobs.flatMap(({ dependsOn }) => dependsOn.flatMap((id) => run.tasks.get(id) ?? []));
    const batch = { stage, jobs, after: [...new Set(after.map(taskKey))] };
    const { name, array } = await submit(batch, run.options);
    journal.append({ event: 'submitted', array, tasks: jobs.map(({ id }) => id) });
    for (const [index, job] of jobs.entries()) await run.add(job, { name, array, index }, true);
  }
}

/** The same, where the cluster answers: if it does not, the jobs wait a while longer. */
export async function handInAgain(run: SlurmRun): Promise<void> {
  for (const [id, time] of run.resting) if (time <= performance.now()) run.resting.delete(id);
  try {
    if (run.isUnsure) await adopt(run);
    run.isUnsure = false;
    await handIn(run);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== exitCode.machine) throw error;
    const missing = run.waiting.filter(({ id }) => !run.tasks.has(id));
    run.isUnsure = true;
    for (const { id } of missing) run.resting.set(id, performance.now() + 1000 * secondsOfSilence);
    run.tellSilence(error.message);
  }
}
