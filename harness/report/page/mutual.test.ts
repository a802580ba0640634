import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { writeResults } from '../../results/evidence/fixtures/write-results.ts';
import { gather } from '../../results/evidence/gather.ts';
import { expand } from '../../suite/expand.ts';
import { loadSuite } from '../../suite/load.ts';
import { collect } from './collect/collect.ts';

const results = await mkdtemp(join(tmpdir(), 'redistill-page-'));
afterAll(() => rm(results, { recursive: true, force: true }));

test('networks that learn from each other: a table a side, each with its own curves', async () => {
  const selection = { pairs: ['wrn_40_2+wrn_16_2'], distillers: ['vanilla', 'KD', 'CRD+KD'], trials: 2 };
  const epoch = { epoch: 1, rate: 0.05, loss: 1, trainAccuracy: 80, seconds: 1 };
  await writeResults(expand(await loadSuite('ablations'), selection), results, ({ label }) => {
    if (label.endsWith('teacher')) return { accuracy: 75 };
    const accuracy = 70 + Number(label.at(-1)) + (label.includes('CRD') ? 2 : 0);
    if (!label.includes('-with-')) return { accuracy, metrics: [{ ...epoch, testAccuracy: accuracy }] };
    const peer = { loss: 1, testAccuracy: accuracy + 5 };
    return { accuracy, peer: accuracy + 5, metrics: [{ ...epoch, testAccuracy: accuracy, peer }] };
  });
  const data = await collect(await gather('ablations', results, selection), '2026-01-02T03:04:05.000Z');
  const texts = data.tables.map(({ name, pairs, rows }) => [
    name,
    pairs,
    rows.map((row) => [row.name, row.cells[0]!.mean]),
  ]);
  const pairs = [{ teacher: 'wrn_40_2', student: 'wrn_16_2', mutual: true, target: undefined }];
  expect(texts).toEqual([
    [
      'table9-student',
      pairs,
      [
        ['Teacher', 75],
        ['Student (vanilla)', 71.5],
        ['KD', 71.5],
        ['CRD+KD', 73.5],
      ],
    ],
    [
      'table9-teacher',
      pairs,
      [
        ['Teacher', 75],
        ['KD', 76.5],
        ['CRD+KD', 78.5],
      ],
    ],
  ]);
  const figuresOf = (id: string) => data.charts.find((group) => group.id === id)!.figures;
  expect([...new Set(figuresOf('curves').map(({ choice }) => choice))]).toEqual([
    "wrn_40_2 and wrn_16_2. Table 9: deep mutual learning, the student's side",
    "wrn_40_2 and wrn_16_2. Table 9: deep mutual learning, the teacher's side",
  ]);
  const svgs = figuresOf('curves').map(({ svg }) => svg);
  expect(new Set(svgs).size).toBe(4);
  expect(data.headline!.svg).toContain('wrn_40_2 and wrn_16_2');
  expect(data.charts.map(({ id }) => id)).not.toContain('correlation');
});
