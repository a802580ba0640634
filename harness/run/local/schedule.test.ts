import { describe, expect, test } from 'vitest';
import { expand } from '../../suite/expand.ts';
import small from '../../suite/fixtures/small.ts';
import type { PlannedJob } from '../../suite/plan.ts';
import { suiteSchema } from '../../suite/schema.ts';
import { secondsLeft } from './eta.ts';
import { nextJob, type Situation, teacherOutputs } from './schedule.ts';

const suite = suiteSchema.parse(small);
const { jobs } = expand(suite, { trials: 1, distillers: ['vanilla', 'KD'] });
const [teacher20, teacher32, vanilla, kd20, kd32] = jobs as [
  PlannedJob,
  PlannedJob,
  PlannedJob,
  PlannedJob,
  PlannedJob,
];
const none = situation();

function situation(running: PlannedJob[] = [], done: PlannedJob[] = []): Situation {
  return { running, done: new Set(done.map(({ id }) => id)), cached: new Set(done.flatMap(teacherOutputs)) };
}

/** Seconds by job; 10 by default. */
const taking = (seconds: Map<PlannedJob, number>) => (job: PlannedJob) => seconds.get(job) ?? 10;
const alike = taking(new Map());

describe('the next job', () => {
  test('is a teacher, even if a student takes longer', () => {
    expect(nextJob(jobs, none, taking(new Map([[vanilla, 1000]])))).toBe(teacher20);
  });

  test('is the longest of the teachers, and of the students', () => {
    expect(nextJob(jobs, none, taking(new Map([[teacher32, 11]])))).toBe(teacher32);
    const taught = situation([], [teacher20, teacher32]);
    expect(nextJob([vanilla, kd20, kd32], taught, taking(new Map([[kd32, 11]])))).toBe(kd32);
  });

  test('is the first of the plan where all take as long', () => {
    expect(nextJob([vanilla, kd20, kd32], situation([], [teacher20, teacher32]), alike)).toBe(vanilla);
  });

  test('waits for its own teacher alone', () => {
    expect(nextJob([kd20, kd32], situation([], [teacher32]), alike)).toBe(kd32);
    expect(nextJob([kd20, kd32], none, alike)).toBeUndefined();
  });
});

describe('jobs that ask their teacher about the same images', () => {
  const plan = expand(suite, { trials: 2, distillers: ['KD', 'CRD+KD'] }).jobs;
  const find = (label: string) => plan.find((job) => job.label === label)!;
  const [teacher, other] = [find('resnet20-teacher'), find('resnet32-teacher')];
  const [kd1, crd1, kd2, crd2] = ['KD-trial1', 'CRD+KD-trial1', 'KD-trial2', 'CRD+KD-trial2'].map((row) =>
    find(`resnet8-from-resnet20-${row}`),
  ) as [PlannedJob, PlannedJob, PlannedJob, PlannedJob];
  const fromOther = find('resnet8-from-resnet32-CRD+KD-trial1');
  /** The longest of a waiting list is its first job. */
  const next = (waiting: PlannedJob[], running: PlannedJob[], ...done: PlannedJob[]) =>
    nextJob(waiting, situation(running, [teacher, other, ...done]), (job) => 100 - waiting.indexOf(job));

  test('are not started at the same time, even if the other one is shorter', () => {
    expect(next([crd1, kd2, crd2], [kd1])).toBe(kd2);
    expect(next([crd1, fromOther], [kd1])).toBe(fromOther);
    expect(next([crd1, vanilla], [kd1])).toBe(vanilla);
    expect(next([crd1, crd2, fromOther], [kd1, kd2])).toBe(fromOther);
  });

  test('are started where there is no other one: no slot waits', () => {
    expect(next([crd1, crd2], [kd1, kd2])).toBe(crd1);
    expect(nextJob([crd1, fromOther], situation([kd1], [teacher]), alike)).toBe(crd1);
  });

  test('are started at the same time once a job has left the answers in the cache', () => {
    expect(next([crd1, kd2], [], kd1)).toBe(crd1);
    expect(next([crd2, crd1], [kd1, kd2], kd1)).toBe(crd1);
    const third = { ...kd1, id: 'third' };
    expect(next([third, kd2], [crd1], kd1)).toBe(third);
  });

  test('of an ensemble too, by any of its members', () => {
    const { jobs } = expand(
      suiteSchema.parse({
        ...small,
        tables: [{ name: 'small', pairs: [{ teacher: 'resnet20', student: 'resnet8', teachers: 2 }], trials: 2 }],
      }),
      { distillers: ['KD'] },
    );
    const [, , one, two] = jobs as [PlannedJob, PlannedJob, PlannedJob, PlannedJob];
    expect(teacherOutputs(one)).toEqual([`${jobs[0]!.id} 1`, `${jobs[1]!.id} 1`]);
    expect(next([{ ...kd1, id: 'another' }, two], [one], ...jobs.slice(0, 2))).toBe(two);
  });
});

describe('the time that is left', () => {
  test('is nothing where nothing is left', () => {
    expect(secondsLeft(none, [], 2, alike)).toBe(0);
  });

  test('is the sum in one slot', () => {
    expect(secondsLeft(none, jobs, 1, alike)).toBe(50);
  });

  test('counts slots that stay empty while students wait for a teacher', () => {
    // At first both teachers; then three students in two slots.
    expect(secondsLeft(none, jobs, 2, alike)).toBe(30);
    // All at once, as far as teachers allow.
    expect(secondsLeft(none, jobs, 9, alike)).toBe(20);
  });

  test('counts jobs at work with what is left of them', () => {
    expect(secondsLeft(situation([teacher20]), [kd20], 2, taking(new Map([[teacher20, 3]])))).toBe(13);
  });

  test('counts the longest job last where the cache will have its answers', () => {
    const plan = expand(suite, { trials: 2, distillers: ['KD', 'CRD+KD'] }).jobs;
    const [kd1, crd1, kd2] = ['KD-trial1', 'CRD+KD-trial1', 'KD-trial2'].map(
      (row) => plan.find(({ label }) => label === `resnet8-from-resnet20-${row}`)!,
    ) as [PlannedJob, PlannedJob, PlannedJob];
    const seconds = taking(new Map([[crd1, 15]]));
    // KD-trial1 and KD-trial2 together, then the long one; by length alone it would be with KD-trial1: 20 in all.
    expect(secondsLeft(situation([kd1], [teacher20]), [crd1, kd2], 2, seconds)).toBe(25);
    // The answers are there: all by length.
    expect(secondsLeft(situation([kd1], [teacher20, { ...kd1, id: 'before' }]), [crd1, kd2], 2, seconds)).toBe(20);
  });

  test('leaves out what waits for a job that will never be done', () => {
    expect(secondsLeft(none, [kd20, vanilla], 2, alike)).toBe(10);
  });
});
