import { constants } from 'node:os';
import { type Failure, failureOf, mayPass } from '../local/failure.ts';
import type { TaskEnd } from './queue.ts';

/** How a task failed. */
export interface TaskFailure extends Failure {
  /** Should it be tried again without being asked? */
  again: boolean;
}

/** What Slurm did to a job, where it was not the job itself that ended. */
const meanings: Record<string, Omit<TaskFailure, 'again'>> = {
  TIMEOUT: { cause: 'stopped from outside', reason: 'its time on the cluster was over' },
  DEADLINE: { cause: 'stopped from outside', reason: 'its time on the cluster was over' },
  PREEMPTED: { cause: 'stopped from outside', reason: 'the cluster needed its place' },
  OUT_OF_MEMORY: { cause: 'memory', reason: 'memory ran out' },
  NODE_FAIL: { cause: 'killed', reason: 'its node failed' },
  BOOT_FAIL: { cause: 'killed', reason: 'its node did not start' },
  LAUNCH_FAILED: { cause: 'killed', reason: 'its node could not start it' },
};

const cancelled = { cause: 'stopped from outside', reason: 'it was cancelled', again: false } as const;

/**
 * Why a task that left no result failed.
 * @param ending of the cluster's accounts or its queue; undefined where neither knows of it any more
 * @param left the exit code that it left in the job's folder
 * @param log what it wrote on standard error
 */
export function taskFailure(ending: TaskEnd | undefined, left: number | undefined, log: string): TaskFailure {
  // Whoever cancels a job does not want it back at once.
  if (ending?.state === 'CANCELLED') return cancelled;
  const meaning = meanings[ending?.state ?? ''];
  if (meaning) return { ...meaning, reason: `${meaning.reason} (${ending?.state})`, again: true };
  // Slurm takes 128 away from exit codes above it, so that 130 becomes 2: the job's own word is better.
  const code = left ?? ending?.exitCode;
  if (code === undefined && ending === undefined) {
    // What is cancelled before it runs leaves no trace where there are no accounts.
    const reason = 'it is gone from the queue without a trace, as after `scancel`';
    return { cause: 'stopped from outside', reason, again: false };
  }
  const failure = failureOf(endingOf(code ?? 0), log);
  return { ...failure, again: mayPass(failure) };
}

/** A shell gives 128 and the signal's number for a process that a signal ended. 130 is our own. */
function endingOf(code: number): { exitCode?: number; signal?: string } {
  const signal = Object.entries(constants.signals).find(([, number]) => code === 128 + number)?.[0];
  return signal === undefined || code === 130 ? { exitCode: code } : { signal };
}
