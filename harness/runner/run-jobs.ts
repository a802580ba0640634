import type { Result } from '../job/result.ts';
import type { PlacedJob } from './job-folder.ts';
import { type Outcome, runJob, trainCommand } from './job-process.ts';
import { Progress } from './progress.ts';
import { duration, percent } from './progress-lines.ts';
import { nextJob } from './schedule.ts';
import type { Slot } from './slots.ts';
import type { Stopping } from './stopping.ts';
import { createView } from './view.ts';

/**
 * Runs all jobs whose results are not there yet, each in a slot of its own.
 * @param results what is there; gains an entry for each job that gets done
 * @param command trains the job of the folder that follows it
 * @returns whether all of them are done now
 * @throws Problem where a job's folder cannot be written; jobs that run then are stopped first
 */
export async function runJobs(
  jobs: readonly PlacedJob[],
  results: Map<string, Result>,
  slots: readonly Slot[],
  stopping: Stopping,
  command: readonly string[] = trainCommand,
): Promise<boolean> {
  const progress = new Progress(jobs, results, slots.length);
  const view = createView(progress);
  const free = [...slots];
  const active = new Set<Promise<void>>();

  async function runIn(slot: Slot, job: PlacedJob): Promise<void> {
    progress.start(job);
    view.started(job.label);
    const outcome = await runJob(job, slot, command, stopping, (epoch) => {
      progress.epoch(job, epoch);
      view.refresh();
    });
    progress.end(job, outcome.kind);
    if (outcome.kind === 'done') results.set(job.id, outcome.result);
    view.tell(sentenceFor(job, outcome));
    if (outcome.kind === 'failed') skipDependants(job);
    free.push(slot);
  }

  function skipDependants({ id, label }: PlacedJob): void {
    for (const job of progress.waiting.filter(({ dependsOn }) => dependsOn.includes(id))) {
      progress.skip(job);
      view.tell(`skipped: ${job.label}, as ${label} failed`);
    }
  }

  function startWhatFits(): void {
    while (free.length > 0 && !stopping.asked.aborted) {
      const job = nextJob(progress.waiting as PlacedJob[], progress.done, progress.secondsOf);
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
    view.close();
  }
  return progress.done.size === jobs.length;
}

function sentenceFor({ label }: PlacedJob, outcome: Outcome): string {
  if (outcome.kind === 'failed') return `failed: ${label}: ${outcome.reason}.`;
  if (outcome.kind === 'stopped') return `stopped: ${label}`;
  const { accuracy, seconds } = outcome.result;
  return `done: ${label}, test accuracy ${percent(accuracy)}, in ${duration(seconds)}`;
}
