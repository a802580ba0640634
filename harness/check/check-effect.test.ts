import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { trainingOf } from '../job/job.ts';
import { writeResults } from '../results/evidence/fixtures/write-results.ts';
import { gather } from '../results/evidence/gather.ts';
import { expand } from '../suite/expand.ts';
import type { PlannedJob } from '../suite/plan.ts';
import { checkEffect } from './check-effect.ts';
import { digits, metricsOf, rowOf } from './fixtures/band-results.ts';

let results: string;
beforeEach(async () => {
  results = await mkdtemp(join(tmpdir(), 'redistill-effect-'));
});
afterEach(() => rm(results, { recursive: true }));

/** What the check finds where the norm of each student's weights is what a function says. */
async function check(normOf: (row: string, seed: number) => number | undefined) {
  await writeResults(expand(digits), results, (job: PlannedJob) => {
    const row = rowOf(job);
    const weightNorm = normOf(row, trainingOf(job.configuration).seed);
    const metrics = metricsOf(row).map((epoch) => ({ ...epoch, testAccuracy: 90, weightNorm }));
    return { accuracy: 90, metrics };
  });
  return checkEffect(await gather('digits', results));
}

test('students that differ in the norm of their weights alone are not the same', async () => {
  expect(await check((row, seed) => row.length + seed / 1000)).toEqual([]);
});

test('a distiller that leaves its student as the vanilla student is reported, and nothing else', async () => {
  const findings = await check((row, seed) => (row === 'CRD' ? 7 : row.length) + seed / 1000);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({
    kind: 'cell',
    name: 'digits: CRD on resnet20/resnet8',
    outcome: 'differs',
    verdict: 'no effect',
    numbers: { trials: 5, as: 'vanilla' },
  });
});

test('one trial that is the same is enough', async () => {
  const findings = await check((row, seed) => (row === 'CRD+KD' && seed === 3 ? 2 : row.length) + seed / 1000);
  expect(findings.map(({ name, numbers }) => [name, numbers])).toEqual([
    ['digits: CRD+KD on resnet20/resnet8', { trials: 1, as: 'KD' }],
  ]);
});

test('runs of an earlier version, which noted no norm, are not compared', async () => {
  expect(await check(() => undefined)).toEqual([]);
});
