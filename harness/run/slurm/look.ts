import { judgeTasks } from './judge.ts';
import { isPending, isRunning, queuedTasks, taskKey } from './queue.ts';
import { seeAtWork, seeQueued, takeResult } from './see.ts';
import type { SlurmRun } from './slurm-run.ts';
import type { Task } from './task.ts';

/** A task that has ended is looked for so often before it is judged: a shared file system shows its files late. */
const looksForResult = 2;

/** Sees what has happened to all tasks since the last look. */
export async function lookAtTasks(run: SlurmRun): Promise<void> {
  // Teachers first, then students: whether a job's was there decides what its end means.
  const order = run.jobs.map(({ id }) => id);
  const tasks = [...run.tasks.values()].toSorted((a, b) => order.indexOf(a.job.id) - order.indexOf(b.job.id));
  const queued = await queuedTasks([...new Set(tasks.map(({ name }) => name))]);
  if (!queued) return run.tellSilence();
  run.isSilent = false;
  const rows = new Map(queued.map((row) => [taskKey(row), row]));
  const ended: Task[] = [];
  for (const task of tasks) {
    const row = rows.get(taskKey(task));
    if (row && isRunning(row)) await seeAtWork(run, task, row);
    else if (row && isPending(row)) seeQueued(run, task);
    else if (!(await takeResult(run, task)) && ++task.gone >= looksForResult) ended.push(task);
  }
  if (ended.length > 0) await judgeTasks(run, ended, rows);
}
