import type { PlacedJob } from '../runner/job-folder.ts';
import { isReady } from '../runner/schedule.ts';

/** Jobs of one array. */
export interface Stage {
  stage: 'teachers' | 'students' | 'waiting';
  jobs: PlacedJob[];
}

/**
 * The arrays that jobs come to: teachers, then students that need nothing more, then those that wait for a teacher, so
 * that no other student waits with them.
 * @param free jobs that are not in the queue
 * @param done jobs whose results are there
 * @param queued jobs that are in the queue
 * @param most how many jobs an array has
 * @returns without students whose teacher is neither done nor in the queue, now or with the first array
 */
export function batchesOf(
  free: readonly PlacedJob[],
  done: ReadonlyMap<string, unknown>,
  queued: ReadonlyMap<string, unknown>,
  most: number,
): Stage[] {
  const there = new Set(done.keys());
  const teachers = free.filter(({ configuration }) => configuration.kind === 'teacher');
  const coming = new Set([...there, ...queued.keys(), ...teachers.map(({ id }) => id)]);
  const students = free.filter(({ configuration }) => configuration.kind === 'student');
  const waiting = students.filter((job) => !isReady(job, there) && isReady(job, coming));
  const stages: Stage[] = [
    { stage: 'teachers', jobs: teachers },
    { stage: 'students', jobs: students.filter((job) => isReady(job, there)) },
    { stage: 'waiting', jobs: waiting },
  ];
  return stages.flatMap(({ stage, jobs }) =>
    Array.from({ length: Math.ceil(jobs.length / most) }, (_, part) => {
      return { stage, jobs: jobs.slice(part * most, (part + 1) * most) };
    }),
  );
}
