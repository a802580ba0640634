import { say } from '../../base/terminal/say.ts';
import { readResult } from '../../results/job-folder.ts';
import { readJournal } from '../../results/journal/journal.ts';
import { type FoundTask, findQueued } from './find-queued.ts';
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
  await noteArrays(run, found.tasks);
  const count = found.tasks.length;
  if (count > 0) say(`${count === 1 ? '1 job is' : `${count} jobs are`} in the cluster's queue already`);
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

/** Who handed these in may not have learnt their numbers, or have died before it could note them. */
async function noteArrays({ options: { journal, suiteFolder } }: SlurmRun, tasks: readonly FoundTask[]): Promise<void> {
  const events = await readJournal(suiteFolder);
  const noted = new Set(events.flatMap((event) => (event.event === 'submitted' ? [event.array] : [])));
  for (const array of new Set(tasks.map(({ array }) => array))) {
    if (noted.has(array)) continue;
    const own = tasks.filter((task) => task.array === array).toSorted((a, b) => a.index - b.index);
    journal.append({ event: 'submitted', array, tasks: own.map(({ job }) => job.id) });
  }
}
