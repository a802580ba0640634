import type { PlannedJob } from '../suite/plan.ts';

/**
 * Which job to start next: teachers first, as others wait for them; then the longest, so that none is left over at the
 * end; then as the plan has them.
 * @param waiting not started yet, in the plan's order
 * @param done identities of the jobs whose results are there
 * @param seconds how long a job is going to take
 * @returns undefined where every job waits for another one
 */
export function nextJob<Job extends PlannedJob>(
  waiting: readonly Job[],
  done: ReadonlySet<string>,
  seconds: (job: Job) => number,
): Job | undefined {
  const ready = waiting.filter(({ dependsOn }) => dependsOn.every((id) => done.has(id)));
  const [next] = ready.sort((a, b) => rank(a) - rank(b) || seconds(b) - seconds(a));
  return next;
}

function rank({ configuration }: PlannedJob): number {
  return configuration.kind === 'teacher' ? 0 : 1;
}
