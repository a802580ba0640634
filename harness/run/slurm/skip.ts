import type { PlacedJob } from '../../results/job-folder.ts';
import type { SlurmRun } from './slurm-run.ts';

/** Does not run a job, nor those that wait for it, because another one failed. */
export function skip(run: SlurmRun, job: PlacedJob, because: PlacedJob): void {
  const { progress, journal } = run.options;
  progress.skip(job);
  journal.append({ event: 'skipped', job: job.id, label: job.label, because: `${because.label} failed` });
  run.failed.set(job.id, because);
  skipDependants(run, job, because);
}

/** Skips those that wait for a job. Those that are in the queue end by themselves. */
export function skipDependants(run: SlurmRun, { id }: PlacedJob, because: PlacedJob): void {
  const dependants = run.waiting.filter(({ dependsOn }) => dependsOn.includes(id));
  for (const one of dependants.filter((job) => !run.tasks.has(job.id))) skip(run, one, because);
}
