import { expect, test } from 'vitest';
import { cellsOf } from '../results/cells.ts';
import { resultOf } from '../results/evidence/fixtures/write-results.ts';
import { publishedCells } from './baseline/cells.ts';
import { loadBaseline } from './baseline/load.ts';
import { expand } from './expand.ts';
import { loadSuite } from './load.ts';

const plan = expand(await loadSuite('transfer'));
const baseline = await loadBaseline('transfer');

test('its networks are those of the suite cifar100, job by job', async () => {
  const trained = new Set(
    expand(await loadSuite('cifar100'), { pairs: ['wrn_40_2/wrn_16_2'] }).jobs.map(({ id }) => id),
  );
  const networks = plan.jobs.filter(({ configuration }) => configuration.kind !== 'probe');
  expect(networks).toHaveLength(31);
  expect(networks.filter(({ id }) => !trained.has(id))).toEqual([]);
  expect(plan.jobs.filter(({ configuration }) => configuration.kind === 'probe')).toHaveLength(62);
});

test("every cell of the paper's Table 4 has its published number beside it", () => {
  const results = new Map(plan.jobs.map((job) => [job.id, resultOf(job, { accuracy: 70 })]));
  const columns = cellsOf(plan, plan.tables[0]!, { results, baseline });
  const shown = columns.flatMap(({ teacherPublished, cells }) => [
    teacherPublished?.mean.value,
    ...cells.map(({ published }) => published?.mean.value),
  ]);
  expect(shown).toEqual([68.6, 69.7, 70.9, 70.7, 70.3, 71.6, 72.2, 31.5, 33.7, 33.9, 34.2, 33.5, 35.6, 35.5]);
});

test.each(baseline.claims)('the published numbers say so: $statement', ({ better, worse }) => {
  const means = new Map(
    publishedCells(baseline).map(({ distiller, target, mean }) => [`${distiller} ${target?.title}`, mean.value!]),
  );
  for (const title of ['STL-10', 'Tiny ImageNet']) {
    for (const other of worse) expect(means.get(`${better} ${title}`)).toBeGreaterThan(means.get(`${other} ${title}`)!);
  }
});
