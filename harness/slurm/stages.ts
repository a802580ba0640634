import type { PlacedJob } from '../runner/job-folder.ts';
import { isReady } from '../runner/schedule.ts';

/** Jobs of one array. */
export interface Stage {
  stage: 'teachers' | 'students' | 'waiting' | 'probes' | 'waiting-probes';
  jobs: PlacedJob[];
}

/**
 * The arrays that jobs come to: teachers, then students that need nothing more, then those that wait for a teacher, so
 * that no other student waits with them; then probes, in the same way.
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
): Stage[] {
  const there = new Set(done.keys());
  const coming = new Set([...there, ...queued.keys()]);
  const stages: Stage[] = [];
  const add = (kind: PlacedJob['configuration']['kind'], ready: Stage['stage'], waiting: Stage['stage']) => {
    const fitting = free.filter((job) => job.configuration.kind === kind && isReady(job, coming));
    stages.push({ stage: ready, jobs: fitting.filter((job) => isReady(job, there)) });
    stages.push({ stage: waiting, jobs: fitting.filter((job) => !isReady(job, there)) });
    for (const { id } of fitting) coming.add(id);
  };
  add('teacher', 'teachers', 'teachers');
  add('student', 'students', 'waiting');
  add('probe', 'probes', 'waiting-probes');
  return stages.flatMap(({ stage, jobs }) =>
    Array.from({ length: Math.ceil(jobs.length / most) }, (_, part) => {
      return { stage, jobs: jobs.slice(part * most, (part + 1) * most) };
    }),
  );
}
