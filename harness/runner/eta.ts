import type { PlannedJob } from '../suite/plan.ts';
import { nextJob } from './schedule.ts';

/**
 * How many seconds until the last job ends: the schedule, played forward.
 * @param seconds how long a job is still going to take
 */
export function secondsLeft(
  running: readonly PlannedJob[],
  waiting: readonly PlannedJob[],
  done: ReadonlySet<string>,
  slots: number,
  seconds: (job: PlannedJob) => number,
): number {
  const ended = new Set(done);
  const queue = [...waiting];
  const active = running.map((job) => ({ job, end: seconds(job) }));
  let now = 0;
  for (;;) {
    while (active.length < slots) {
      const job = nextJob(queue, ended, seconds);
      if (job === undefined) break;
      queue.splice(queue.indexOf(job), 1);
      active.push({ job, end: now + seconds(job) });
    }
    active.sort((a, b) => a.end - b.end);
    const first = active.shift();
    if (first === undefined) return now;
    now = first.end;
    ended.add(first.job.id);
  }
}
