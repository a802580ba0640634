import type { Executor } from './executor.ts';
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
export function localExecutor(options: LocalOptions = {}): Executor {
  const { limits, retries, command } = options;
  let slots: Slot[] = [];
  return {
    name: 'local',
    async places({ suite }) {
      slots = await findSlots(suite.threads, options);
      return slots.length;
    },
    where: (places) => `${places} at a time`,
    async runJobs(jobs, results, watched) {
      // Only now, as a suite that is done has to answer at once.
      const { runJobs } = await import('./run-jobs.ts');
      return runJobs(jobs, results, { ...watched, slots, limits, retries, command });
    },
    stopped: () => 'stopped; the same command goes on from there.',
  };
}
