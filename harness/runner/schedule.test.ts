import { describe, expect, test } from 'vitest';
import { expand } from '../suite/expand.ts';
import small from '../suite/fixtures/small.ts';
import type { PlannedJob } from '../suite/plan.ts';
import { suiteSchema } from '../suite/schema.ts';
import { secondsLeft } from './eta.ts';
import { nextJob } from './schedule.ts';

const suite = suiteSchema.parse(small);
const { jobs } = expand(suite, { trials: 1, distillers: ['vanilla', 'KD'] });
const [teacher20, teacher32, vanilla, kd20, kd32] = jobs as [
  PlannedJob,
  PlannedJob,
  PlannedJob,
  PlannedJob,
  PlannedJob,
];
const none = new Set<string>();

/** Seconds by job; 10 by default. */
const taking = (seconds: Map<PlannedJob, number>) => (job: PlannedJob) => seconds.get(job) ?? 10;
const alike = taking(new Map());

describe('the next job', () => {
  test('is a teacher, even if a student takes longer', () => {
    expect(nextJob(jobs, none, taking(new Map([[vanilla, 1000]])))).toBe(teacher20);
  });

  test('is the longest of the teachers, and of the students', () => {
    expect(nextJob(jobs, none, taking(new Map([[teacher32, 11]])))).toBe(teacher32);
    const done = new Set([teacher20.id, teacher32.id]);
    expect(nextJob([vanilla, kd20, kd32], done, taking(new Map([[kd32, 11]])))).toBe(kd32);
  });

  test('is the first of the plan where all take as long', () => {
    expect(nextJob([vanilla, kd20, kd32], new Set([teacher20.id, teacher32.id]), alike)).toBe(vanilla);
  });

  test('waits for its own teacher alone', () => {
    expect(nextJob([kd20, kd32], new Set([teacher32.id]), alike)).toBe(kd32);
    expect(nextJob([kd20, kd32], none, alike)).toBeUndefined();
  });
});

describe('the time that is left', () => {
  test('is nothing where nothing is left', () => {
    expect(secondsLeft([], [], none, 2, alike)).toBe(0);
  });

  test('is the sum in one slot', () => {
    expect(secondsLeft([], jobs, none, 1, alike)).toBe(50);
  });

  test('counts slots that stay empty while students wait for a teacher', () => {
    // At first both teachers; then three students in two slots.
    expect(secondsLeft([], jobs, none, 2, alike)).toBe(30);
    // All at once, as far as teachers allow.
    expect(secondsLeft([], jobs, none, 9, alike)).toBe(20);
  });

  test('counts jobs at work with what is left of them', () => {
    expect(secondsLeft([teacher20], [kd20], none, 2, taking(new Map([[teacher20, 3]])))).toBe(13);
  });

  test('leaves out what waits for a job that will never be done', () => {
    expect(secondsLeft([], [kd20, vanilla], none, 2, alike)).toBe(10);
  });
});
