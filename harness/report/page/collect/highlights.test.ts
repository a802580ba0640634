import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { trainingOf } from '../../../job/job.ts';
import { cellsOf } from '../../../results/cells.ts';
import { writeResults } from '../../../results/evidence/fixtures/write-results.ts';
import { gather } from '../../../results/evidence/gather.ts';
import { expand } from '../../../suite/expand.ts';
import { loadSuite } from '../../../suite/load.ts';
import { highlightsFor } from './highlights.ts';

let results: string;
beforeEach(async () => {
  results = await mkdtemp(join(tmpdir(), 'redistill-highlights-'));
});
afterEach(() => rm(results, { recursive: true }));

/** Of the suite of one pair, with the distillers that have accuracies. */
async function highlights(accuracies: Record<string, number>) {
  await writeResults(expand(await loadSuite('digits')), results, ({ configuration }) => {
    const job = trainingOf(configuration);
    const accuracy = job.kind === 'student' ? accuracies[job.distiller.name] : 95.5;
    return accuracy === undefined ? undefined : { accuracy };
  });
  const { plan, done, failures, baseline } = await gather('digits', results);
  return highlightsFor(plan.tables.flatMap((table) => cellsOf(plan, table, { results: done, failures, baseline })));
}

test('of one pair the best distiller stands first, beside vanilla and the teacher', async () => {
  expect(await highlights({ vanilla: 89, KD: 93.25, CRD: 88.5, 'CRD+KD': 94 })).toEqual([
    {
      label: 'The best distiller of 3: CRD+KD',
      value: '94.00 %',
      note: '+5.00 points over vanilla; the teacher has 95.50\u{a0}%',
    },
  ]);
});

test('where no distiller beats vanilla, the best one says by how much', async () => {
  expect(await highlights({ vanilla: 89, KD: 88.25, CRD: 88.5 })).toMatchObject([
    { label: 'The best distiller of 2: CRD', note: expect.stringContaining('−0.50 points over vanilla') },
  ]);
});

test('of a single distiller, or before vanilla is there, none is called the best', async () => {
  expect(await highlights({ vanilla: 89, KD: 93 })).toEqual([]);
  await rm(results, { recursive: true });
  expect(await highlights({ KD: 93, CRD: 94 })).toEqual([]);
});
