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

test('each source has as many numbers as were read in it', () => {
  const count = (repository: string) => cells.filter((cell) => cell.repository === repository).length;
  expect(Object.fromEntries(sources.map(({ repository }) => [repository, count(repository)]))).toEqual({
    'GzyAftermath/CAT-KD': 1,
    'yzd-v/cls_KD': 4,
    'zhengli97/CTKD': 12,
    'hunto/DiffKD': 2,
    'hunto/DIST_KD': 9,
    'iversonshao/DSKD': 10,
    'winycg/HSAKD': 17,
    'ADLab-AutoDrive/ICKD': 15,
    'roymiles/ITRD': 27,
    'sunshangquan/logit-standardization-KD': 119,
    'ismail31416/LumiNet': 13,
    'megvii-research/mdistiller': 32,
    'yzd-v/MGD': 2,
    'open-mmlab/mmrazor': 4,
    'WangYZ1608/Knowledge-Distillation-via-ND': 44,
    'OSVAI/NORM': 80,
    'clovaai/overhaul-distillation': 2,
    // CRD's own tables: 14 rows less the cells that FSP cannot have, 9 students and 6 teachers. Two are of issues.
    'HobbitLong/RepDistiller': 13 * 13 + 6 + 9 + 6 + 2,
    'dvlab-research/ReviewKD': 4,
    'shicaiwei123/SDD-CVPR2024': 42,
    'DefangChen/SemCKD': 8,
    'DefangChen/SimKD': 4,
    'xuguodong03/SSKD': 19,
    'yoshitomo-matsubara/torchdistill': 14,
    'zkxufo/TTM': 85,
    'JiamingLv/WKD': 12,
    'bellymonster/Weighted-Soft-Label-Distillation': 8,
  });
});

test('no source gives the same number of the same kind twice', () => {
  const keys = cells.map(({ repository, path, dataset, column, method, aggregation, mark, value }) =>
    [repository, path, dataset, column, method, aggregation, mark, value].join(' '),
  );
  expect(new Set(keys).size).toBe(keys.length);
});

/** As it was read in the sources, by hand: repository, method, column, value, aggregation, mark. */
test.each([
  ['HobbitLong/RepDistiller', 'KD', 'wrn_40_2/wrn_16_2', 74.92, 'last', 'own table'],
  ['HobbitLong/RepDistiller', 'CRD', 'wrn_40_2/ShuffleV1', 76.05, 'last', 'own table'],
  ['HobbitLong/RepDistiller', 'CRD+KD', 'resnet32x4/resnet8x4', 75.46, 'last', 'quoted'],
  ['HobbitLong/RepDistiller', 'vanilla', 'ShuffleV1', 70.5, 'last', 'own table'],
  ['HobbitLong/RepDistiller', 'teacher', 'resnet110', 70.27, 'unknown', 'issue'],
  ['roymiles/ITRD', 'ITRD', 'resnet32x4/resnet8x4', 76.69, 'last', 'own table'],
  ['zkxufo/TTM', 'ITRD', 'resnet32x4/resnet8x4', 76.19, 'unknown', 'quoted'],
  ['roymiles/ITRD', 'ReviewKD', 'vgg13/vgg8', 74.85, 'unknown', 'quoted'],
  ['OSVAI/NORM', 'ReviewKD', 'vgg13/vgg8', 74.84, 'unknown', 'quoted'],
  ['OSVAI/NORM', 'NORM+KD', 'resnet32x4/ShuffleV2', 78.32, 'best', 'own table'],
  ['OSVAI/NORM', 'SimKD', 'ResNet34/ResNet18', 71.66, 'unknown', 'quoted'],
  ['DefangChen/SimKD', 'SimKD', 'ResNet50/ResNet18', 71.66, 'unknown', 'own table'],
  ['zkxufo/TTM', 'WTTM', 'vgg13/MobileNetV2', 69.16, 'unknown', 'own table'],
  ['hunto/DIST_KD', 'DIST', 'wrn_40_2/wrn_40_1', 74.43, 'unknown', 'own table'],
  ['zkxufo/TTM', 'DIST', 'wrn_40_2/wrn_40_1', 74.73, 'unknown', 'quoted'],
  ['WangYZ1608/Knowledge-Distillation-via-ND', 'DIST', 'resnet32x4/ShuffleV2', 76.08, 'unknown', 'rerun'],
  ['megvii-research/mdistiller', 'DKD', 'wrn_40_2/wrn_16_2', 76.23, 'best', 'own table'],
  ['sunshangquan/logit-standardization-KD', 'DKD', 'resnet110/resnet20', 71.06, 'best', 'quoted'],
  ['shicaiwei123/SDD-CVPR2024', 'DKD', 'ResNet50/vgg8', 75.34, 'best', 'quoted'],
  ['sunshangquan/logit-standardization-KD', 'KD+LS', 'vgg13/MobileNetV2', 69.09, 'last', 'own log'],
  ['sunshangquan/logit-standardization-KD', 'KD+LS', 'vgg13/MobileNetV2', 69.45, 'best', 'own log'],
  ['sunshangquan/logit-standardization-KD', 'MLKD+LS', 'resnet32x4/ShuffleV2', 78.81, 'best', 'own log'],
  ['sunshangquan/logit-standardization-KD', 'MLKD', 'resnet32x4/ShuffleV2', 78.44, 'best', 'quoted'],
  ['zhengli97/CTKD', 'CTKD', 'vgg13/vgg8', 73.52, 'best', 'own table'],
  ['iversonshao/DSKD', 'RLD', 'ResNet50/MobileNetV2', 70.76, 'unknown', 'quoted'],
  ['ismail31416/LumiNet', 'LumiNet', 'resnet32x4/resnet8x4', 77.5, 'best', 'own table'],
  ['shicaiwei123/SDD-CVPR2024', 'NKD', 'resnet32x4/ShuffleV1', 75.31, 'best', 'rerun'],
  ['DefangChen/SemCKD', 'vanilla', 'ShuffleV2', 72.6, 'unknown', 'own table'],
  ['winycg/HSAKD', 'vanilla', 'wrn_40_1', 71.95, 'unknown', 'own table'],
  ['xuguodong03/SSKD', 'SSKD', 'ResNet50/vgg8', 75.76, 'best', 'own table'],
  ['JiamingLv/WKD', 'WKD-LF', 'wrn_40_2/ShuffleV1', 77.5, 'best', 'own table'],
  ['yoshitomo-matsubara/torchdistill', 'ICKD-C', 'ResNet34/ResNet18', 68.34, 'unknown', 'rerun'],
  ['clovaai/overhaul-distillation', 'OFD', 'ResNet50/MobileNetV1', 71.25, 'unknown', 'own table'],
  ['bellymonster/Weighted-Soft-Label-Distillation', 'WSLD', 'resnet110/resnet32', 72.91, 'unknown', 'issue'],
])('%s has %s on %s with %d', (repository, method, column, value, aggregation, mark) => {
  expect(cells).toContainEqual(expect.objectContaining({ repository, method, column, value, aggregation, mark }));
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
