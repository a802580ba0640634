import { jobFiles } from '../../job/folder.ts';
import { type Failure, readLogFrom } from '../local/failure.ts';
import { defaultRetries, secondsBeforeRetry } from '../local/retries.ts';
import { taskFailure } from './outcome.ts';
import { type QueuedTask, taskKey } from './queue.ts';
import { skip, skipDependants } from './skip.ts';
import type { SlurmRun } from './slurm-run.ts';
import { noteStart } from './start.ts';
import { exitCodeLeft, type Task } from './task.ts';

/**
 * Tells why tasks ended that left no result, and what becomes of their jobs.
 * @param rows what the queue still shows, by `taskKey`
 */
export async function judgeTasks(
  run: SlurmRun,
  tasks: readonly Task[],
  rows: ReadonlyMap<string, QueuedTask>,
): Promise<void> {
  const endings = await run.accounts.endings([...new Set(tasks.map(({ array }) => array))]);
  for (const task of tasks) {
    const { job } = task;
    run.tasks.delete(job.id);
    const ending = endings.get(taskKey(task)) ?? rows.get(taskKey(task));
    const left = await exitCodeLeft(job);
    const log = await readLogFrom(jobFiles(job.folder).log, task.logStart);
    const { again, ...failure } = taskFailure(ending, left, log);
    if (!run.isReady(job) && failure.cause === 'data') missTeacher(run, task);
    else fail(run, task, task.verdict ?? failure, { again: task.verdict !== undefined || again, left });
  }
}

/** Its teacher, or what it probes, failed or is tried again: it is no failure of its own. */
function missTeacher(run: SlurmRun, { job }: Task): void {
  run.takeBackAttempt(job);
  const teacher = job.dependsOn.map((id) => run.failed.get(id)).find((failed) => failed !== undefined);
  if (teacher) skip(run, job, teacher);
}

function fail(
  run: SlurmRun,
  task: Task,
  failure: Failure,
  { again, left }: { again: boolean; left: number | undefined },
): void {
  const { progress, journal, retries = defaultRetries } = run.options;
  const { job, attempt } = task;
  // What is cancelled in the queue never began.
  if (!task.isStarted && left === undefined) progress.start(job);
  else if (!task.isStarted) noteStart(run, task);
  const retryAfter = again ? secondsBeforeRetry(attempt, retries) : undefined;
  progress.end(job, 'failed');
  journal.append({
    ...{ event: 'failed', job: job.id, label: job.label, attempt, ...failure },
    ...(retryAfter !== undefined && { retryAfter }),
  });
  if (retryAfter !== undefined) {
    progress.again(job);
    run.resting.set(job.id, performance.now() + 1000 * retryAfter);
    return;
  }
  run.failed.set(job.id, job);
  skipDependants(run, job, job);
}
