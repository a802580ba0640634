import { teachersOf } from '../../job/job.ts';
import type { PlannedJob } from '../../suite/plan.ts';

/** How far the jobs are, as far as it decides which one is next. */
export interface Situation {
  running: Iterable<PlannedJob>;
  /** Identities of the jobs whose results are there. */
  done: ReadonlySet<string>;
  /** What these jobs have left in the teacher cache: see `teacherOutputs`. */
  cached: ReadonlySet<string>;
}

/**
 * Which job to start next.
 * @param waiting not started yet, in the plan's order
 * @param seconds how long a job is going to take
 * @returns undefined where every job waits for another one
 */
export function nextJob<Job extends PlannedJob>(
  waiting: readonly Job[],
  situation: Situation,
  seconds: (job: Job) => number,
): Job | undefined {
  const ready = waiting.filter((job) => isReady(job, situation.done));
  return firstReady(inOrder(ready, seconds, waiting), situation);
}

/**
 * The first job of a queue that is ready, unless a running job is computing the same outputs of its teacher: started after
 * that job, it finds them in the teacher cache. So a later one is taken instead, if there is one.
 * @param queue in the order of `inOrder`
 */
export function firstReady<Job extends PlannedJob>(
  queue: readonly Job[],
  { running, done, cached }: Situation,
): Job | undefined {
  const computed = new Set(Array.from(running, teacherOutputs).flat());
  let first: Job | undefined;
  for (const job of queue) {
    if (!isReady(job, done)) continue;
    if (!teacherOutputs(job).some((outputs) => computed.has(outputs) && !cached.has(outputs))) return job;
    first ??= job;
  }
  return first;
}

/** What a job asks the teacher cache for: each teacher's outputs for the images that the seed draws. */
export function teacherOutputs({ configuration }: PlannedJob): string[] {
  if (configuration.kind !== 'student') return [];
  return teachersOf(configuration).map((teacher) => `${teacher} ${configuration.seed}`);
}

/** Are the results there that the job waits for? */
export function isReady({ dependsOn }: PlannedJob, done: ReadonlySet<string>): boolean {
  return dependsOn.every((id) => done.has(id));
}

/**
 * The order in which jobs are started: teachers and assistants first, as others wait for them; then the longest, so that none
 * is left over at the end; then as the plan has them.
 * @param all those whose teachers count
 */
export function inOrder<Job extends PlannedJob>(
  jobs: readonly Job[],
  seconds: (job: Job) => number,
  all: readonly PlannedJob[] = jobs,
): Job[] {
  const teaching = new Set(all.flatMap(({ configuration }) => teachersOf(configuration)));
  const rank = ({ id, configuration }: Job) => (configuration.kind === 'teacher' || teaching.has(id) ? 0 : 1);
  const ranked = jobs.map((job) => ({ job, rank: rank(job), seconds: seconds(job) }));
  return ranked.sort((a, b) => a.rank - b.rank || b.seconds - a.seconds).map(({ job }) => job);
}
