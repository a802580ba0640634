import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeResults } from '../../results/evidence/fixtures/write-results.ts';
import { gather } from '../../results/evidence/gather.ts';
import { expand } from '../../suite/expand.ts';
import { loadSuite } from '../../suite/load.ts';
import { collect } from './collect/collect.ts';
import type { GridCell, PageData } from './page-data.ts';

const selection = { distillers: ['vanilla', 'AT', 'CRD', 'CRD+KD'], trials: 3 };
/** The mean top-1 accuracies over trials; the published error of CRD is 28.83, that of CRD+KD 28.62. */
const accuracies = new Map([
  ['vanilla', 69.7],
  ['AT', 70.6],
  ['CRD', 71.2],
  ['CRD+KD', 68],
]);

let results: string;
let data: PageData;
beforeAll(async () => {
  results = await mkdtemp(join(tmpdir(), 'redistill-errors-'));
  await writeResults(expand(await loadSuite('imagenet'), selection), results, ({ configuration }) => {
    if (configuration.kind !== 'student') return { accuracy: 73.3, top5Accuracy: 91.4 };
    const accuracy = accuracies.get(configuration.distiller.name)! + (configuration.seed - 2) / 10;
    return { accuracy, top5Accuracy: (accuracy + 200) / 3 };
  });
  data = await collect(await gather('imagenet', results, selection), '2026-01-02T03:04:05.000Z');
});
afterAll(() => rm(results, { recursive: true }));

const texts = (row: GridCell[] | undefined) => row?.map(({ text }) => text);
const gridNamed = (id: string) => data.checks.find((grid) => grid.id === id)!.rows.map(texts);

test('the tables hold errors beside the published ones, and the least is the best', () => {
  const [top1, top5] = data.tables;
  const [teacher, , , crd, both] = top1!.rows.map(({ cells }) => cells[0]!);
  expect(teacher).toMatchObject({ text: '26.70', details: [{ name: 'Error', text: '26.70 %' }] });
  expect(crd).toMatchObject({ text: '28.80 (0.10)', best: true, published: '28.83', difference: '−0.03' });
  expect(both).toMatchObject({ text: '32.00 (0.10)', best: false, published: '28.62' });
  expect(top5!.rows[3]!.cells[0]).toMatchObject({ text: '9.60 (0.03)', published: '9.87' });
});

test('the check compares errors, and more of them is worse', () => {
  const verdicts = new Map(gridNamed('check-cells').map((row) => [row![0], row![1]]));
  expect(verdicts.get('table3: CRD+KD on ResNet34/ResNet18')).toBe('higher');
  expect(verdicts.get('table3: CRD on ResNet34/ResNet18')).not.toMatch(/higher|lower/);
  expect(verdicts.has('table3-top5: CRD on ResNet34/ResNet18')).toBe(true);
  const claims = new Map(gridNamed('check-claims').map((row) => [row![0], row![1]]));
  expect(claims.get('CRD beats AT on every pair')).toBe('holds');
  expect(claims.get('CRD+KD beats CRD on every pair')).toBe('contradicted');
});

test('charts of what was published are drawn for each metric, gains for the first', () => {
  const group = (id: string) => data.charts.find((charts) => charts.id === id)!;
  expect(group('published-against-measured').figures.map(({ caption }) => caption)).toEqual([
    'Measured minus published: top-1 error',
    'Measured against published: top-1 error',
    'Measured minus published: top-5 error',
    'Measured against published: top-5 error',
  ]);
  // Those of the only pair are the headline's.
  expect(data.headline!.svg).toContain('CRD');
  expect(data.headline!.svg).toMatch(/\+1\.50/);
  expect(data.charts.map(({ id }) => id)).not.toContain('gains');
});
