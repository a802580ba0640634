/** What a task that has not failed is seen to do. */
import { jobFiles } from '../../job/folder.ts';
import { readHeartbeat } from '../../job/heartbeat.ts';
import { readResult } from '../../results/job-folder.ts';
import { epochsIn, resumePoint } from '../local/epochs.ts';
import { defaultLimits } from '../local/limits.ts';
import { duration } from '../local/progress-lines.ts';
import { slurm } from './command.ts';
import { type QueuedTask, taskKey } from './queue.ts';
import type { SlurmRun } from './slurm-run.ts';
import { noteStart } from './start.ts';
import type { Task } from './task.ts';

/** It runs: reports its epochs and its heartbeat, and cancels it where that stands still for too long. */
export async function seeAtWork(run: SlurmRun, task: Task, { node }: QueuedTask): Promise<void> {
  const { progress, limits = defaultLimits } = run.options;
  const { job } = task;
  task.gone = 0;
  // One whose teacher is not there only starts to say so.
  if (!run.isReady(job)) return;
  if (!task.isStarted) {
    noteStart(run, task, { device: node || undefined, from: await resumePoint(job) });
    task.isStarted = true;
    task.beatAt = performance.now();
  }
  const epochs = await epochsIn(job);
  for (const epoch of epochs.slice(task.epochs)) progress.epoch(job, epoch);
  task.epochs = epochs.length;
  const heartbeat = await readHeartbeat(jobFiles(job.folder).heartbeat);
  const beat = heartbeat ? `${heartbeat.pid} ${heartbeat.beat}` : '';
  if (heartbeat && beat !== task.beat) {
    task.beat = beat;
    task.beatAt = performance.now();
    progress.heartbeat(job, heartbeat);
  } else if (!task.verdict && performance.now() - task.beatAt > 1000 * limits.stallSeconds) {
    const reason = `it showed no sign of life for ${duration(limits.stallSeconds)}, and was cancelled`;
    task.verdict = { cause: 'stalled', reason };
    await slurm('scancel', [taskKey(task)]);
  }
}

/** It waits, perhaps once more: its time was over, or its node failed, and the cluster has queued it again. */
export function seeQueued({ options: { progress, journal } }: SlurmRun, task: Task): void {
  task.gone = 0;
  if (!task.isStarted) return;
  task.isStarted = false;
  progress.requeue(task.job);
  journal.append({ event: 'stopped', job: task.job.id, label: task.job.label });
}

/**
 * It has left the queue.
 * @returns whether it has left a result
 */
export async function takeResult(run: SlurmRun, task: Task): Promise<boolean> {
  const { job, attempt } = task;
  const { progress, journal } = run.options;
  const result = await readResult(job);
  if (!result) return false;
  // Between two looks it may have begun and ended.
  if (!task.isStarted) noteStart(run, task);
  const { accuracy, seconds } = result;
  run.tasks.delete(job.id);
  run.results.set(job.id, result);
  progress.end(job, 'done');
  journal.append({ event: 'done', job: job.id, label: job.label, attempt, accuracy, seconds });
  return true;
}
