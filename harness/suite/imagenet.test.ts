import { expect, test } from 'vitest';
import { gainOf } from '../job/metric.ts';
import { publishedCells } from './baseline/cells.ts';
import { loadBaseline } from './baseline/load.ts';
import { expand } from './expand.ts';
import { loadSuite } from './load.ts';

const plan = expand(await loadSuite('imagenet'));
const baseline = await loadBaseline('imagenet');
const published = publishedCells(baseline);

test("the paper's Table 3 is two tables over the same jobs", () => {
  const [top1, top5] = plan.tables;
  expect(plan.tables.map(({ metric }) => metric)).toEqual(['top-1 error', 'top-5 error']);
  expect(top5!.columns).toEqual(top1!.columns);
  expect(top1!.columns[0]!.rows.map(({ distiller }) => distiller.name)).toEqual([
    'vanilla',
    'AT',
    'KD',
    'SP',
    'CC',
    'CRD',
    'CRD+KD',
  ]);
  // The teacher, and a student a row.
  expect(plan.jobs).toHaveLength(8);
});

test('every published number has its cell', () => {
  const cells = plan.tables.flatMap(({ metric, columns }) =>
    columns.flatMap(({ pair, rows }) =>
      rows.map(({ distiller }) => [metric, pair.teacher, pair.student, distiller.name].join(' ')),
    ),
  );
  expect(published).toHaveLength(6);
  for (const { metric, teacher, student, distiller } of published) {
    expect(cells).toContain([metric, teacher, student, distiller].join(' '));
  }
});

test.each(baseline.claims)('what was published says so where it can: $statement', ({ better, worse }) => {
  const meanOf = (name: string) =>
    published.find(({ metric, distiller }) => metric === 'top-1 error' && distiller === name)?.mean.value ?? undefined;
  const [ours, theirs] = [meanOf(better), meanOf(worse[0]!)];
  expect(ours).toBeDefined();
  if (theirs !== undefined) expect(gainOf('top-1 error', ours!, theirs)).toBeGreaterThan(0);
});

test('the recipe is what the author says about ImageNet', () => {
  for (const { configuration } of plan.jobs) {
    expect(configuration).toMatchObject({ recipe: { epochs: 100, dropsAfter: [30, 60, 90] } });
  }
  const rows = plan.suite.distillers;
  expect(rows.find(({ name }) => name === 'KD')).toMatchObject({ gamma: 0.5, alpha: 0.9 });
  expect(rows.find(({ name }) => name === 'CRD')).toMatchObject({ method: { temperature: 0.07 } });
});
