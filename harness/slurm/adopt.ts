import { readResult } from '../runner/job-folder.ts';
import { say } from '../say.ts';
import { findQueued } from './find-queued.ts';
import type { SlurmRun } from './slurm-run.ts';

/**
 * Takes over what is in the queue without our knowing, from earlier runs.
 * @throws Problem where the cluster does not answer
 */
export async function adopt(run: SlurmRun): Promise<void> {
  const { progress, journal, suiteFolder } = run.options;
  const waiting = run.jobs.filter(({ id }) => !run.results.has(id) && !run.tasks.has(id));
  const found = await findQueued(suiteFolder, waiting);
  for (const { job, name, array, index } of found.tasks) await run.add(job, { name, array, index }, false);
  if (found.tasks.length > 0) say(`${found.tasks.length} jobs are in the cluster's queue already`);
  // What ended since results were looked for is not to be trained once more.
  for (const job of waiting.filter(({ id }) => !run.tasks.has(id))) {
    const result = await readResult(job);
    if (!result) continue;
    const { accuracy, seconds } = result;
    run.results.set(job.id, result);
    progress.start(job);
    progress.end(job, 'done');
    journal.append({ event: 'done', job: job.id, label: job.label, accuracy, seconds });
  }
}
