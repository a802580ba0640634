import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LiteratureCell, literatureCells } from './cells.ts';
import { loadLiterature, readPublishedSource } from './load.ts';
import { pairsOfCrd } from './networks.ts';

const cells = await literatureCells();
const { sources, methods, recipes } = await loadLiterature();

const isOnCrdsPairs = ({ column }: LiteratureCell) => (pairsOfCrd as readonly string[]).includes(column);

test('the complete tables of the 13 pairs are these', () => {
  const columns = new Map<string, Set<string>>();
  for (const cell of cells.filter(isOnCrdsPairs)) {
    const row = `${cell.method}, ${cell.mark}, ${cell.repository.split('/')[1]}`;
    columns.set(row, (columns.get(row) ?? new Set()).add(cell.column));
  }
  const complete = [...columns].filter(([, pairs]) => pairs.size === pairsOfCrd.length).map(([row]) => row);
  const afterCrd = complete.filter((row) => !row.endsWith('RepDistiller'));
  expect(afterCrd.toSorted()).toEqual([
    'DIST, quoted, TTM',
    'ITRD, own table, ITRD',
    'ITRD, quoted, TTM',
    'NORM+CRD, own table, NORM',
    'NORM+KD, own table, NORM',
    'NORM, own table, NORM',
    'TTM, own table, TTM',
    'WCoRD, quoted, ITRD',
    'WTTM+CRD, own table, TTM',
    'WTTM+ITRD, own table, TTM',
    'WTTM, own table, TTM',
  ]);
});

test('no source gives the same number of the same kind twice', () => {
  const keys = cells.map(({ repository, path, dataset, column, method, aggregation, mark, value }) =>
    [repository, path, dataset, column, method, aggregation, mark, value].join(' '),
  );
  expect(new Set(keys).size).toBe(keys.length);
});

test('a cell says what its number is', () => {
  const dist = cells.find(({ repository, column }) => repository === 'hunto/DIST_KD' && column === 'resnet56/resnet20');
  expect(dist).toEqual({
    ...{ dataset: 'cifar100', column: 'resnet56/resnet20', method: 'DIST', value: 71.75, deviation: 0.3, runs: null },
    ...{ aggregation: 'unknown', recipe: 'RepDistiller', tunedOnTest: null, mark: 'own table', evidence: 'SEEN' },
    ...{ teachers: 'RepDistiller', teacherAccuracy: 72.34 },
    ...{ repository: 'hunto/DIST_KD', commit: '2418f18', path: 'README.md' },
  });
  const runs = cells.find(({ method, trials }) => method === 'DKD' && trials);
  expect(runs).toMatchObject({ runs: 5, trials: [76.2, 75.8, 75.89, 75.85, 76.15], path: 'issues 7 and 40' });
  expect(runs?.value).toBeCloseTo(75.978, 10);
  expect(runs?.deviation).toBeCloseTo(0.1835, 4);
  const own = cells.find(({ method, column }) => method === 'SSKD' && column === 'ResNet50/vgg8');
  expect(own).toMatchObject({ teachers: 'own', teacherAccuracy: 79.1, recipe: 'SSKD' });
});

test('all recipes and methods are of some use', () => {
  const used = new Set(sources.flatMap(({ about, tables }) => [about.recipe, ...tables.map(({ recipe }) => recipe)]));
  expect(Object.keys(recipes).filter((name) => !used.has(name))).toEqual([]);
  const named = new Set([
    ...cells.map(({ method }) => method),
    ...sources.flatMap(({ tables }) => tables.flatMap(({ statements }) => statements.map(({ method }) => method))),
  ]);
  expect(Object.keys(methods).filter((name) => !named.has(name))).toEqual([]);
});

describe('what is wrong in a file is named', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'redistill-literature-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const original = new URL('../../../baselines/published/after-crd/sources/dist.json', import.meta.url);

  test.each([
    ['"last"', "tables[0].aggregation is 'newest'. It must be one of last, best", { aggregation: 'newest' }],
    ['a short row', 'tables[0].rows.DIST is [70]. It must be one for each of the 6 columns', { rows: { DIST: [70] } }],
    [
      'an unknown method',
      "a method of tables[0].rows is 'DITS', which methods.json does not have",
      { rows: { DITS: [1, 2, 3, 4, 5, 6] }, deviations: {} },
    ],
    ['an unknown recipe', "tables[0].recipe is 'ours', which recipes.json does not have", { recipe: 'ours' }],
    [
      'an unknown network',
      "tables[0].columns[0] is 'wrn_40_2/wrn'. It must be teacher/student",
      { columns: ['wrn_40_2/wrn', 'vgg8', 'vgg8', 'vgg8', 'vgg8', 'vgg8'] },
    ],
    ['an unknown field', 'tables[0].spread is unknown', { spread: 1 }],
    [
      'a deviation of nothing',
      'tables[0].deviations.KD[0] is 0.1. It must be null where the row has no value',
      { deviations: { KD: [0.1, null, null, null, null, null] } },
    ],
  ])('%s', async (_, sentence, change) => {
    const source = JSON.parse(await readFile(fileURLToPath(original), 'utf8'));
    Object.assign(source.tables[0], change);
    const path = join(folder, 'source.json');
    await writeFile(path, JSON.stringify(source));
    await expect(readPublishedSource(path, { methods, recipes }, 'source.json')).rejects.toMatchObject({
      code: 3,
      sentence: expect.stringContaining(sentence),
    });
  });
});
