import { type Configuration, sourceOf } from '../../job/job.ts';
import type { PlacedJob } from '../../results/job-folder.ts';
import { isReady } from '../local/schedule.ts';

/** Jobs of one array. */
export interface ArrayStage {
  stage: 'teachers' | 'students' | 'waiting' | 'transfers' | 'waiting-transfers';
  jobs: PlacedJob[];
}

/**
 * The arrays that jobs come to: teachers, then students that need nothing more, then those that wait for a teacher, so
 * that no other student waits with them; then those that probe a network or train it further, in the same way.
 * @param free jobs that are not in the queue
 * @param done jobs whose results are there
 * @param queued jobs that are in the queue
 * @param most how many jobs an array has
 * @returns without jobs of which what they read is neither done nor in the queue, now or with an array before theirs
 */
export function batchesOf(
  free: readonly PlacedJob[],
  done: ReadonlyMap<string, unknown>,
  queued: ReadonlyMap<string, unknown>,
  most: number,
): ArrayStage[] {
  const there = new Set(done.keys());
  const coming = new Set([...there, ...queued.keys()]);
  const placed = new Set<string>();
  const stages: ArrayStage[] = [];
  const add = (
    isNext: (configuration: Configuration) => boolean,
    ready: ArrayStage['stage'],
    waiting: ArrayStage['stage'],
  ) => {
    const fitting = free.filter((job) => !placed.has(job.id) && isNext(job.configuration) && isReady(job, coming));
    stages.push({ stage: ready, jobs: fitting.filter((job) => isReady(job, there)) });
    stages.push({ stage: waiting, jobs: fitting.filter((job) => !isReady(job, there)) });
    for (const { id } of fitting) {
      placed.add(id);
      coming.add(id);
    }
    return fitting.length > 0;
  };
  add(({ kind }) => kind === 'teacher', 'teachers', 'teachers');
  // Again for those that assistants teach, which are students themselves.
  while (add(({ kind }) => kind === 'student', 'students', 'waiting'));
  add((configuration) => sourceOf(configuration) !== undefined, 'transfers', 'waiting-transfers');
  return stages.flatMap(({ stage, jobs }) =>
    Array.from({ length: Math.ceil(jobs.length / most) }, (_, part) => {
      return { stage, jobs: jobs.slice(part * most, (part + 1) * most) };
    }),
  );
}
