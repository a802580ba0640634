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
      'a row that is too long',
      'tables[0].rows.DIST is [70,71]. It must be one number for the one column',
      { columns: ['vgg13/vgg8'], rows: { DIST: [70, 71] }, deviations: {} },
    ],
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
    [
      'a share',
      'tables[0].rows.DIST[1] is 0.719. It must be in per cent, such as 71.9 for 0.719',
      { rows: { DIST: [70, 0.719, null, null, null, null] }, deviations: {} },
    ],
    [
      'a column twice',
      "tables[0].columns[1] is 'vgg13/vgg8'. It must be there only once",
      {
        columns: ['vgg13/vgg8', 'vgg13/vgg8', 'resnet56/resnet20'],
        rows: { DIST: [70, 71, 72] },
        deviations: {},
      },
    ],
    [
      'a student alone below a pair',
      'tables[0].rows.vanilla[0] is 69.06. It must be null: vanilla is of one network; give it a table whose columns are networks, such as resnet20',
      { columns: ['resnet56/resnet20'], rows: { vanilla: [69.06] }, deviations: {} },
    ],
    [
      'a method below a network',
      'tables[0].rows.DIST[1] is 70. It must be null: vgg8 is a network alone, and DIST is of a pair, teacher/student',
      { columns: ['vgg13/vgg8', 'vgg8'], rows: { DIST: [null, 70], vanilla: [null, 70] }, deviations: {} },
    ],
    [
      'trials beside their mean',
      'tables[0].trials.DIST[0] is [70,72]. It must be left out, or the number of the row',
      { columns: ['vgg13/vgg8'], rows: { DIST: [71] }, deviations: {}, trials: { DIST: [[70, 72]] } },
    ],
    [
      'no trials',
      'tables[0].trials.DIST is [[]]. It must be one run at least',
      { columns: ['vgg13/vgg8'], rows: {}, deviations: {}, trials: { DIST: [[]] } },
    ],
    [
      'no number at all',
      'tables[0].rows is {}. It must be there with one method at least',
      { rows: {}, deviations: {} },
    ],
    [
      'a mean for a deviation',
      'tables[0].deviations.DIST[0] is 71.75. It must be a number, at least 0 and at most 50, or null',
      { columns: ['vgg13/vgg8'], rows: { DIST: [71.75] }, deviations: { DIST: [71.75] } },
    ],
    [
      'a row of no settings',
      "tables[0].row is 'DIST-2'. It must be left out where there are no settings",
      { row: 'DIST-2' },
    ],
    [
      'a copy that says it is none',
      "tables[0].quotes is 'a/b'. It must be left out where the mark is 'own table', and not 'quoted'",
      { quotes: 'a/b', mark: 'own table' },
    ],
    [
      'what a terminal would obey',
      "tables[0].path is 'README\\u001b[31m'. It must be one line, without control characters",
      { path: 'README\u001b[31m' },
    ],
    [
      'a method without a name',
      "tables[0].rows has the name ''. It must be a text with something in it",
      { columns: ['vgg13/vgg8'], rows: { '': [70] }, deviations: {} },
    ],
    [
      'a mistyped method',
      "is 'DSIT', which methods.json does not have. Did you mean DIST?",
      {
        columns: ['vgg13/vgg8'],
        rows: { DSIT: [70] },
        deviations: {},
      },
    ],
  ])('%s', async (_, sentence, change) => {
    const source = JSON.parse(await readFile(fileURLToPath(original), 'utf8'));
    Object.assign(source.tables[0], change);
    await expect(read(source)).rejects.toMatchObject({ code: 3, sentence: expect.stringContaining(sentence) });
  });

  test.each<[object, string]>([
    [{ teacherAccuracy: { ResNet56: 72.34 } }, 'teacherAccuracy.ResNet56 is 72.34. It must be of a known network'],
    [
      { recipes: { long: { ...recipes.MLKD, epochsFor: { 'resnet32x4/shufflev1': 960 } } } },
      'recipes.long.epochsFor.resnet32x4/shufflev1 is 960. It must be of a pair',
    ],
    [{ methods: { MyKD: { extends: ['MyKD'] } } }, "methods.MyKD.extends[0] is 'MyKD'. It must be another method"],
    [{ methods: { dkd: {} } }, "methods has 'dkd', which differs from 'DKD' in capitals or spaces alone"],
    [{ methods: { 'CRD + KD': {} } }, "which differs from 'CRD+KD'"],
    [{ methods: { MyKD: { row: 'DKD' } } }, "methods has 'MyKD', whose row in suites is 'DKD', as that of DKD is"],
    [{ methods: { ICKD: {} } }, "methods has 'ICKD', whose row in suites is 'ICKD', as that of ICKD-C is"],
    [{ methods: { A: { row: 'B' }, B: {} } }, "whose row in suites is 'B'"],
    [{ about: { runs: 0 } }, 'about.runs is 0. It must be a whole number, greater than 0, or null'],
    [{ about: { tunedOnTest: 'no' } }, "about.tunedOnTest is 'no'. It must be true, false or null"],
    [{ commit: 1234567 }, 'commit is 1234567. It must be a text or null'],
  ])('%j', async (change, sentence) => {
    const source = JSON.parse(await readFile(fileURLToPath(original), 'utf8'));
    const about = { ...source.about, ...(change as { about?: object }).about };
    await expect(read({ ...source, ...change, about })).rejects.toMatchObject({
      code: 3,
      sentence: expect.stringContaining(sentence),
    });
  });

  test('twenty thousand methods take no longer than a few', { timeout: 4000 }, async () => {
    const source = JSON.parse(await readFile(fileURLToPath(original), 'utf8'));
    const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`M${index}`, {}]));
    await expect(read({ ...source, methods: many })).resolves.toBeDefined();
  });

  async function read(source: object) {
    const path = join(folder, 'source.json');
    await writeFile(path, JSON.stringify(source));
    return readPublishedSource(path, { methods, recipes }, 'source.json');
  }
});
