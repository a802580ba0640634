import type { PlannedJob } from '../suite/plan.ts';
import { inOrder, isReady } from './schedule.ts';

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
  const queue = inOrder(waiting, seconds);
  const active = running.map((job) => ({ job, end: seconds(job) }));
  let now = 0;
  for (;;) {
    while (active.length < slots) {
      const next = queue.findIndex((job) => isReady(job, ended));
      if (next < 0) break;
      const [job] = queue.splice(next, 1);
      active.push({ job: job!, end: now + seconds(job!) });
    }
    active.sort((a, b) => a.end - b.end);
    const first = active.shift();
    if (first === undefined) return now;
    now = first.end;
    ended.add(first.job.id);
  }
}
