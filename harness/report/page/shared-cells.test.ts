import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { trainingOf } from '../../job/job.ts';
import { writeResults } from '../../results/evidence/fixtures/write-results.ts';
import { gather } from '../../results/evidence/gather.ts';
import { expand } from '../../suite/expand.ts';
import { loadSuite } from '../../suite/load.ts';
import { collect } from './collect/collect.ts';

const results = await mkdtemp(join(tmpdir(), 'redistill-page-'));
afterAll(() => rm(results, { recursive: true, force: true }));

test('tables of other rows on the same pairs: each its curves, every gain once, no figures over all', async () => {
  const distillers = ['vanilla', 'CRD', 'CRD-N16', 'CRD-tau0.02'];
  const selection = { pairs: ['resnet32x4/resnet8x4', 'wrn_40_2/wrn_16_2'], distillers, trials: 2 };
  const epoch = { epoch: 1, rate: 0.05, loss: 1, classification: 1, trainAccuracy: 80, seconds: 1 };
  await writeResults(expand(await loadSuite('ablations'), selection), results, ({ configuration }) => ({
    accuracy: 70 + trainingOf(configuration).seed,
    metrics: [{ ...epoch, testAccuracy: 60 }],
  }));
  const data = await collect(await gather('ablations', results, selection), '2026-01-02T03:04:05.000Z');
  expect(data.tables.map(({ name, rows }) => [name, rows.map((row) => row.name)])).toEqual([
    ['objective', ['Teacher', 'Student (vanilla)', 'CRD']],
    ['negatives', ['Teacher', 'Student (vanilla)', 'CRD-N16', 'CRD']],
    ['temperature', ['Teacher', 'Student (vanilla)', 'CRD-tau0.02', 'CRD']],
    ['combinations', ['Teacher', 'Student (vanilla)', 'CRD']],
  ]);
  expect(data.derived).toEqual([]);
  const figures = data.charts.flatMap((group) => group.figures);
  const ids = figures.flatMap(({ svg }) => Array.from(svg.matchAll(/\sid="([^"]+)"/g), ([, id]) => id));
  expect(new Set(ids).size).toBe(ids.length);
  const choices = data.charts.find(({ id }) => id === 'curves')!.figures.map(({ choice }) => choice);
  expect(choices).toContain('wrn_40_2 to wrn_16_2. Figure 5, left: how many negatives');
  expect(new Set(choices).size).toBe(8);
  const gains = data.charts.find(({ id }) => id === 'gains')!.figures;
  expect(gains.map(({ svg }) => /\d+ of 3 distillers/.test(svg))).toEqual([true, true]);
});
