import type { PlannedJob } from '../suite/plan.ts';

/**
 * Which job to start next.
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
  const ready = waiting.filter((job) => isReady(job, done));
  return inOrder(ready, seconds)[0];
}

/** Are the results there that the job waits for? */
export function isReady({ dependsOn }: PlannedJob, done: ReadonlySet<string>): boolean {
  return dependsOn.every((id) => done.has(id));
}

/**
 * The order in which jobs are started: teachers first, as others wait for them; then the longest, so that none is left
 * over at the end; then as the plan has them.
 */
export function inOrder<Job extends PlannedJob>(jobs: readonly Job[], seconds: (job: Job) => number): Job[] {
  const ranked = jobs.map((job) => ({ job, rank: rank(job), seconds: seconds(job) }));
  return ranked.sort((a, b) => a.rank - b.rank || b.seconds - a.seconds).map(({ job }) => job);
}

function rank({ configuration }: PlannedJob): number {
  return configuration.kind === 'teacher' ? 0 : 1;
}
