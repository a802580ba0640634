import { checkTemporaryFolder } from '../../base/files/temporary-folder.ts';
import { availableCores } from '../../base/machine/capacity.ts';
import { exitCode, Problem } from '../../base/problem.ts';
import { checkArithmetic } from '../../job/arithmetic.ts';
import type { PlannedJob } from '../../suite/plan.ts';
import type { JobExecutor } from './executor.ts';
import type { Limits } from './limits.ts';
import type { Retries } from './retries.ts';
import { findSlots, type Slot, type SlotOptions } from './slots.ts';

export interface LocalOptions extends SlotOptions {
  limits?: Limits | undefined;
  retries?: Retries | undefined;
  /** Trains the job of the folder that follows it; Redistill's own where it is left out. */
  command?: readonly string[] | undefined;
}

/** Runs jobs on this machine, each in a process of its own, on its GPUs or its cores. */
export function localExecutor(options: LocalOptions = {}): JobExecutor {
  const { limits, retries, command } = options;
  let slots: Slot[] = [];
  return {
    name: 'local',
    async slots({ suite, jobs }, missing) {
      if (missing > 0) await checkTemporaryFolder();
      slots = await findSlots(suite.threads, options);
      if (!this.hasGpus) refuseGpuOptions(jobs, options);
      return slots.length;
    },
    get hasGpus() {
      return slots.some(({ gpu }) => gpu !== undefined);
    },
    get crowding() {
      const threads = slots.reduce((sum, slot) => sum + slot.threads, 0);
      return this.hasGpus ? 1 : Math.max(1, threads / availableCores());
    },
    where: (count) => `${count} at a time`,
    async runJobs(jobs, results, watched) {
      // Only now, as a suite that is done has to answer at once.
      const { runJobs } = await import('./run-jobs.ts');
      return runJobs(jobs, results, { ...watched, slots, limits, retries, command });
    },
    stopped: () => 'stopped; the same command continues from there.',
  };
}

/** @throws Problem for what has an effect on GPUs alone, before a job starts that would fail */
function refuseGpuOptions(jobs: readonly PlannedJob[], { jobsPerGpu = 1 }: SlotOptions): void {
  if (jobsPerGpu > 1) {
    throw new Problem('--jobs-per-gpu is for GPUs, and this machine has none', 'Leave it out', exitCode.machine);
  }
  for (const { configuration } of jobs) checkArithmetic(configuration.arithmetic ?? {}, false);
}
