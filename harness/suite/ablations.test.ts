import { expect, test } from 'vitest';
import { loadBaseline } from './baseline/load.ts';
import { expand } from './expand.ts';
import { loadSuite } from './load.ts';

const suite = await loadSuite('ablations');
const small = await loadSuite('ablations-digits');
const { claims, tables: published } = await loadBaseline('ablations');
const rowNamed = (name: string) => suite.distillers.find((row) => row.name === name)!;
const crd = rowNamed('CRD');

/** What a row's method has otherwise than CRD's. */
function changed(name: string): object {
  const { gamma, alpha, beta, method } = rowNamed(name);
  expect({ gamma, alpha, beta }, name).toEqual({ gamma: crd.gamma, alpha: crd.alpha, beta: crd.beta });
  const own = Object.entries(crd.method!);
  return Object.fromEntries(Object.entries(method!).filter((one) => !own.some((other) => `${other}` === `${one}`)));
}

test("each row of the paper's Table 6 and Figure 5 changes CRD in what its name says, and in nothing else", () => {
  const rows = suite.tables
    .filter(({ name, side }) => name !== 'combinations' && side === undefined)
    .flatMap(({ distillers }) => distillers!.filter((row) => row !== 'vanilla'));
  expect(Object.fromEntries(rows.map((row) => [row, changed(row)]))).toEqual({
    CRD: {},
    'CRD-images': { excludes: 'image' },
    InfoNCE: { objective: 'infonce' },
    'InfoNCE-images': { objective: 'infonce', excludes: 'image' },
    'CRD-N16': { negatives: 16 },
    'CRD-N64': { negatives: 64 },
    'CRD-N256': { negatives: 256 },
    'CRD-N1024': { negatives: 1024 },
    'CRD-N4096': { negatives: 4096 },
    'CRD-tau0.02': { temperature: 0.02 },
    'CRD-tau0.05': { temperature: 0.05 },
    'CRD-tau0.1': { temperature: 0.1 },
    'CRD-tau0.2': { temperature: 0.2 },
    'CRD-tau0.3': { temperature: 0.3 },
  });
  expect(crd.method).toMatchObject({ negatives: 16384, temperature: 0.07 });
});

test('CRD and another method each keep the weight that they have alone', async () => {
  const alone = (await loadSuite('cifar100')).distillers;
  const both = suite.distillers.filter(({ method }) => method?.name === 'combined');
  expect(both).toHaveLength(8);
  for (const { name, gamma, alpha, beta, method } of both) {
    const of = name.split('+').map((part) => alone.find((row) => row.name === part)!);
    const terms = of.map((row) => ({ weight: row.beta, method: row.method }));
    expect({ gamma, alpha, beta, method }).toEqual({
      gamma: 1,
      alpha: 0,
      beta: 1,
      method: { name: 'combined', of: terms },
    });
  }
});

test.each([
  ['ablations', 'cifar100'],
  ['combinations-digits', 'ablations-digits'],
])('%s shares the jobs that %s has too', async (ablations, whole) => {
  const [ours, theirs] = await Promise.all([ablations, whole].map(loadSuite));
  const known = new Map(expand(theirs!, { distillers: ['all'], trials: 1 }).jobs.map(({ label, id }) => [label, id]));
  const shared = expand(ours!, { trials: 1 }).jobs.filter(({ label }) => known.has(label));
  expect(shared.map(({ label }) => label)).toContain(
    whole === 'cifar100' ? 'resnet20-from-resnet56-CRD-trial1' : 'resnet8-from-resnet20-CRD-trial1',
  );
  for (const { label, id } of shared) expect(id, label).toBe(known.get(label));
});

test('claims are of rows that stand in one table, and no cell is published', () => {
  expect(published).toEqual([]);
  const usual = suite.tables.flatMap(({ name, side }) => (side === undefined ? [name] : []));
  for (const { better, worse, statement, tables = usual } of claims) {
    for (const other of worse) {
      const both = suite.tables.filter(({ distillers }) => [better, other].every((row) => distillers!.includes(row)));
      const names = both.map(({ name }) => name);
      if (tables === usual)
        expect(
          usual.some((name) => names.includes(name)),
          `${statement}: ${other}`,
        ).toBe(true);
      else expect(names, `${statement}: ${other}`).toEqual(expect.arrayContaining(tables));
    }
  }
});

test('every row stands in a table, in the small form too', () => {
  for (const { distillers, tables } of [suite, small]) {
    const rows = new Set(tables.flatMap((table) => table.distillers ?? []));
    expect(distillers.map(({ name }) => name).filter((name) => !rows.has(name))).toEqual([]);
  }
});
