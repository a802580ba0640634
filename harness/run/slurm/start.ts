import type { ResumePoint } from '../local/epochs.ts';
import type { SlurmRun } from './slurm-run.ts';
import type { Task } from './task.ts';

/** What is known of a task that has begun. */
interface Begun {
  /** Its node. */
  device?: string | undefined;
  /** Where it goes on. */
  from?: ResumePoint | undefined;
}

/** Notes that a task has begun. */
export function noteStart(
  { options: { progress, journal } }: SlurmRun,
  { job, attempt }: Task,
  { device = 'Slurm', from }: Begun = {},
): void {
  progress.start(job, device);
  journal.append({ event: 'started', job: job.id, label: job.label, attempt, device, ...(from && { from }) });
}
