import type { SlurmRun } from './slurm-run.ts';
import type { Task } from './task.ts';

/** Tells that a task has begun. */
export function start({ options: { progress, journal } }: SlurmRun, { job, attempt }: Task, device = 'Slurm'): void {
  progress.start(job, device);
  journal.append({ event: 'started', job: job.id, label: job.label, attempt, device });
}
