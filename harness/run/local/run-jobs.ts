import { setTimeout } from 'node:timers/promises';
import type { Result } from '../../job/result.ts';
import type { PlacedJob } from '../../results/job-folder.ts';
import type { PlannedJob } from '../../suite/plan.ts';
import { resumePoint } from './epochs.ts';
import type { Watched } from './executor.ts';
import { mayPass } from './failure.ts';
import { runJobProcess, trainCommand } from './job-process.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { defaultRetries, type Retries, secondsBeforeRetry } from './retries.ts';
import { nextJob } from './schedule.ts';
import type { Slot } from './slots.ts';

export interface RunJobsOptions extends Watched {
  slots: readonly Slot[];
  limits?: Limits | undefined;
  retries?: Retries | undefined;
  /** Trains the job of the folder that follows it; Redistill's own where it is left out. */
  command?: readonly string[] | undefined;
}

/**
 * Runs all jobs whose results are not there yet, each in a slot of its own.
 * @param results what is there; gains an entry for each job that gets done
 * @returns whether all of them are done now
 * @throws Problem where a job's folder or the journal cannot be written; jobs that run then are stopped first
 */
export async function runJobs(
  jobs: readonly PlacedJob[],
  results: Map<string, Result>,
  options: RunJobsOptions,
): Promise<boolean> {
  const { slots, stopping, journal, progress, environment, onProgress } = options;
  const { limits = defaultLimits, retries = defaultRetries, command = trainCommand } = options;
  const free = [...slots];
  const active = new Set<Promise<void>>();
  const attempts = new Map<string, number>();
  /** Jobs that wait for their next try. */
  const resting = new Set<string>();

  async function runIn(slot: Slot, job: PlacedJob): Promise<void> {
    const { id, label } = job;
    const about = { job: id, label };
    const attempt = (attempts.get(id) ?? 0) + 1;
    attempts.set(id, attempt);
    progress.start(job, deviceOf(slot));
    const from = await resumePoint(job);
    journal.append({ event: 'started', ...about, attempt, device: deviceOf(slot), ...(from && { from }) });
    const outcome = await runJobProcess(job, {
      slot,
      command,
      limits,
      stopping,
      environment,
      onEpoch(epoch) {
        progress.epoch(job, epoch);
        onProgress();
      },
      onHeartbeat(heartbeat) {
        progress.heartbeat(job, heartbeat);
        onProgress();
      },
    });
    free.push(slot);
    progress.end(job, outcome.kind);
    if (outcome.kind === 'done') {
      const { accuracy, seconds } = outcome.result;
      results.set(id, outcome.result);
      journal.append({ event: 'done', ...about, attempt, accuracy, seconds });
    } else if (outcome.kind === 'stopped') {
      journal.append({ event: 'stopped', ...about });
    } else {
      const { failure } = outcome;
      const retryAfter = mayPass(failure) ? secondsBeforeRetry(attempt, retries) : undefined;
      journal.append({
        event: 'failed',
        ...about,
        attempt,
        ...failure,
        ...(retryAfter !== undefined && { retryAfter }),
      });
      if (retryAfter === undefined) skipDependants(job, label);
      else tryAgain(job, retryAfter);
    }
  }

  function tryAgain(job: PlacedJob, seconds: number): void {
    progress.again(job);
    resting.add(job.id);
    const rest = setTimeout(1000 * seconds, undefined, { signal: stopping.asked })
      // Whoever stops does not wait for it.
      .catch(() => {})
      .then(() => {
        resting.delete(job.id);
        active.delete(rest);
      });
    active.add(rest);
  }

  /** Those that wait for a job, and those that wait for these. */
  function skipDependants({ id }: PlannedJob, failed: string): void {
    for (const job of progress.waiting.filter(({ dependsOn }) => dependsOn.includes(id))) {
      progress.skip(job);
      journal.append({ event: 'skipped', job: job.id, label: job.label, because: `${failed} failed` });
      skipDependants(job, failed);
    }
  }

  function startWhatFits(): void {
    while (free.length > 0 && !stopping.asked.aborted) {
      const ready = (progress.waiting as PlacedJob[]).filter(({ id }) => !resting.has(id));
      const job = nextJob(ready, progress.situation, progress.secondsOf);
      if (job === undefined) return;
      const task = runIn(free.shift()!, job).finally(() => active.delete(task));
      active.add(task);
    }
  }

  try {
    startWhatFits();
    while (active.size > 0) {
      await Promise.race(active);
      startWhatFits();
    }
  } finally {
    // Only where something went wrong does anything still run here.
    if (active.size > 0) stopping.ask();
    await Promise.allSettled(active);
  }
  return progress.done.size === jobs.length;
}

/** What a slot runs on, for people: `CPU`, or `GPU 3` (of a UUID its first part). */
function deviceOf({ gpu }: Slot): string {
  return gpu === undefined ? 'CPU' : `GPU ${gpu.replace(/^(GPU|MIG)-/, '').slice(0, 8)}`;
}
