import { exitCode, Problem } from '../../base/problem.ts';
import type { JobExecutor } from '../local/executor.ts';
import type { Limits } from '../local/limits.ts';
import type { Retries } from '../local/retries.ts';
import { slurm } from './command.ts';
import type { Site } from './site.ts';

export interface SlurmOptions {
  site: Site;
  /** The commands that watch the suite again, and cancel it. */
  typed: { watch: string; cancel: string };
  limits?: Limits | undefined;
  retries?: Retries | undefined;
  /** Trains the job of the folder that follows it; Redistill's own where it is left out. */
  command?: readonly string[] | undefined;
}

/** Runs jobs on a Slurm cluster, as arrays; all that it and they say to each other are files that they share. */
export function slurmExecutor({ typed, ...options }: SlurmOptions): JobExecutor {
  return {
    name: 'slurm',
    async slots(_, missing) {
      for (const program of ['sbatch', 'squeue']) await slurm(program, ['--version']);
      return Math.max(1, Math.min(missing, options.site.atOnce ?? missing));
    },
    async checkIdle(jobs, folder) {
      const { findQueued } = await import('./find-queued.ts');
      const { tasks } = await findQueued(folder, jobs);
      if (tasks.length === 0) return;
      const message = `${tasks[0]!.job.label} is in the cluster's queue, and cannot run again before it has ended`;
      throw new Problem(message, `Wait, or cancel it: \`${typed.cancel}\``, exitCode.machine);
    },
    crowding: 1,
    hasGpus: /^gpu\b/.test(options.site.gres ?? ''),
    where: () => 'on Slurm',
    async runJobs(jobs, results, { plan, folder, ...watched }) {
      const { runOnSlurm } = await import('./run-on-slurm.ts');
      return runOnSlurm(jobs, results, { ...options, ...watched, suite: plan.suite, suiteFolder: folder });
    },
    stopped: () =>
      `stopped watching; the jobs on the cluster continue. \`${typed.watch}\` watches again, \`${typed.cancel}\` cancels it.`,
  };
}
