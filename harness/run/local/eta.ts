import type { PlannedJob } from '../../suite/plan.ts';
import { firstReady, inOrder, type Situation, teacherOutputs } from './schedule.ts';

/**
 * How many seconds until the last job ends: the schedule, played forward.
 * @param seconds how long a job is still going to take
 */
export function secondsLeft(
  { running, done, cached }: Situation,
  waiting: readonly PlannedJob[],
  slots: number,
  seconds: (job: PlannedJob) => number,
): number {
  const ended = new Set(done);
  const kept = new Set(cached);
  const queue = inOrder(waiting, seconds);
  const active = Array.from(running, (job) => ({ job, end: seconds(job) }));
  let now = 0;
  for (;;) {
    while (active.length < slots) {
      const atWork = active.map(({ job }) => job);
      const job = firstReady(queue, { running: atWork, done: ended, cached: kept });
      if (job === undefined) break;
      queue.splice(queue.indexOf(job), 1);
      active.push({ job, end: now + seconds(job) });
    }
    active.sort((a, b) => a.end - b.end);
    const first = active.shift();
    if (first === undefined) return now;
    now = first.end;
    ended.add(first.job.id);
    for (const outputs of teacherOutputs(first.job)) kept.add(outputs);
  }
}
