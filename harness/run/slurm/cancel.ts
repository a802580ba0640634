import { counted } from '../../base/counted.ts';
import { type ExitCode, exitCode, Problem } from '../../base/problem.ts';
import { claim, readRunner } from '../../results/claim.ts';
import { lastRun } from '../../results/journal/history.ts';
import { Journal, readJournal } from '../../results/journal/journal.ts';
import { suiteFolder } from '../../results/look.ts';
import { loadSuite } from '../../suite/load.ts';
import { complaint, slurm } from './command.ts';
import { findQueued } from './find-queued.ts';

/**
 * Cancels all that a suite has in the cluster's queue. Jobs that run write a checkpoint; running the suite again continues
 * from there.
 * @throws Problem where the cluster does not answer, or refuses
 */
export async function cancelSuite(name: string, results: string): Promise<ExitCode> {
  const { name: suite } = await loadSuite(name);
  const folder = suiteFolder(suite, results);
  const { all } = await findQueued(folder, []);
  if (all.length === 0) {
    console.log(`The suite ${suite} has nothing in the cluster's queue.`);
    return exitCode.done;
  }
  const arrays = [...new Set(all.map(({ array }) => array))];
  const said = await slurm('scancel', arrays);
  if (said.failed) {
    throw new Problem(`scancel refuses: ${complaint(said)}`, 'See `squeue` for whose the jobs are', exitCode.machine);
  }
  await noteStopped(folder);
  console.log(`Cancelled: ${counted(all.length, 'job')} of the suite ${suite}, in the arrays ${arrays.join(', ')}.`);
  return exitCode.done;
}

/** Where nobody watches, nobody else would note it. */
async function noteStopped(folder: string): Promise<void> {
  if (await readRunner(folder)) return;
  const { release } = await claim(folder);
  const journal = new Journal(folder);
  try {
    const last = new Map(
      lastRun(await readJournal(folder)).flatMap((event) => ('job' in event ? [[event.job, event]] : [])),
    );
    for (const { event, job, label } of last.values())
      if (event === 'started') journal.append({ event: 'stopped', job, label });
    // None of it is left in the queue.
    journal.append({ event: 'run ended', exitCode: exitCode.jobsFailed });
  } finally {
    journal.close();
    await release();
  }
}
