import { expect, test } from 'vitest';
import { meanOf } from '../../base/statistics/mean.ts';
import { redistill } from '../../cli/fixtures/in-process.ts';
import { RandomStream } from '../../model/engine/random.ts';
import { type LiteratureCell, literatureCells } from '../../suite/literature/cells.ts';
import { loadLiterature } from '../../suite/literature/load.ts';
import { auditLiterature } from './audit.ts';
import { claimsOf } from './claims.ts';
import { gainsOf } from './gains.ts';
import { noise, pooledOf } from './noise.ts';

const audit = await auditLiterature();
const cells = await literatureCells();

const contradictionOf = (method: string, column: string) =>
  audit.contradictions.find((one) => one.claim.method === method && one.column === column)!;
const gainsOver = (method: string, base: string) =>
  audit.gains.find((one) => one.method === method && one.base === base)!;

/** Cells that are disputed in issues, in reruns, or between tables: the claim, what others have, the runs that decide. */
test.each([
  ['DKD', 'wrn_40_2/wrn_16_2', 76.23, [75.15, 75.505], 3],
  ['DKD', 'resnet32x4/resnet8x4', 76.32, [75.44, 75.978], 6],
  ['DKD', 'ResNet50/wrn_16_2', 76.6, [75.52], 3],
  ['ReviewKD', 'ResNet50/MobileNetV2', 69.89, [66.82, 63.46, 69.88], undefined],
  ['KD', 'resnet56/resnet20', 70.66, [71.54], 3],
  ['vanilla', 'ShuffleV1', 70.5, [71.74, 71.63, 70.77], 3],
  ['vanilla', 'ShuffleV2', 71.82, [72.96, 72.96, 72.6, 73.12], 3],
  ['DIST', 'resnet32x4/ShuffleV2', 77.35, [76.08], undefined],
  ['WSLD', 'resnet110/resnet32', 74.12, [72.91], 3],
  ['WSLD', 'resnet32x4/resnet8x4', 76.05, [75.07], 3],
  ['DiffKD', 'wrn_40_2/wrn_40_1', 74.09, [72.79], 3],
  ['teacher', 'resnet110', 74.31, [70.27], undefined],
  ['DKD', 'ResNet34/ResNet18', 71.7, [71.13, 71.37], 5],
  ['DKD+DOT', 'ResNet34/ResNet18', 72.03, [68.93], 2],
  ['ICKD-C', 'ResNet34/ResNet18', 72.16, [68.34], 2],
  ['SSKD', 'ResNet34/ResNet18', 71.62, [70.09], 3],
  ['WSLD', 'ResNet34/ResNet18', 72.04, [71.54], 4],
  ['SRD', 'ResNet34/ResNet18', 71.63, [71.92, 71.65], 20],
])('%s on %s is measured again', (method, column, claim, others, runs) => {
  const found = contradictionOf(method, column);
  expect(found.claim.value).toBe(claim);
  expect(found.measured.map(({ value }) => Number(value.toFixed(3)))).toEqual(others);
  expect(found.runsToDecide).toBe(runs);
});

test('copies that differ from what they copy are found', () => {
  const copies = audit.contradictions.flatMap(({ column, claim, copies }) =>
    copies.map(({ method, value }) => `${method} ${column} ${claim.value} ${value}`),
  );
  expect(copies.toSorted()).toEqual([
    'CRD ResNet50/MobileNetV1 71.37 71.4',
    'DIST wrn_40_2/wrn_40_1 74.43 74.73',
    // In LS, in TTM and in an issue.
    'DKD wrn_40_2/wrn_16_2 76.23 76.24',
    'DKD wrn_40_2/wrn_16_2 76.23 76.24',
    'DKD wrn_40_2/wrn_16_2 76.23 76.24',
    'ICKD-C ResNet34/ResNet18 72.16 72.19',
    'ITRD ResNet50/MobileNetV2 71.34 71.41',
    'ITRD ResNet50/vgg8 75.49 75.71',
    'ITRD resnet32x4/ShuffleV1 76.69 76.91',
    'ITRD resnet32x4/resnet8x4 76.69 76.19',
    'ITRD wrn_40_2/ShuffleV1 77.09 77.35',
    'KD ResNet34/ResNet18 71.03 70.66',
    'KD ResNet34/ResNet18 71.03 70.66',
    'KD ResNet34/ResNet18 71.03 70.68',
    'KD ResNet50/MobileNetV1 70.5 70.68',
    'KD ResNet50/MobileNetV2 67.35 67.65',
    'KD resnet110/resnet20 70.67 70.66',
    'ReviewKD ResNet34/ResNet18 71.61 71.62',
    'ReviewKD vgg13/vgg8 74.85 74.84',
  ]);
});

test('how far the best epoch lies above the last follows from the logs', () => {
  const [kd, dkd, mlkd] = audit.epochs.byMethod;
  expect(kd).toMatchObject({ method: 'KD+LS', recipe: 'RepDistiller', runs: 10 });
  expect(kd!.mean).toBeCloseTo(0.28, 10);
  expect(dkd!.mean).toBeCloseTo(0.321, 10);
  expect(mlkd!.mean).toBeCloseTo(3.61 / 9, 10);
  expect(audit.epochs.gap.runs).toBe(21);
  // 20 runs of KD+LS and DKD+LS, whose mean is 0.3005, and one of CTKD+LS.
  expect(audit.epochs.gap.mean).toBeCloseTo((20 * 0.3005 + 0.09) / 21, 10);
  const asPrinted = audit.epochs.runs.filter(({ best, published }) => best === published);
  expect(asPrinted.map(({ method, column }) => `${method} ${column}`)).toEqual([
    'MLKD+LS resnet110/resnet20',
    'MLKD+LS resnet32x4/resnet8x4',
    'MLKD+LS vgg13/MobileNetV2',
  ]);
});

test('a gain is held against the noise of the runs that both sides have', () => {
  const cell = gainsOver('KD+LS', 'KD').cells.find(({ column }) => column === 'resnet56/resnet20')!;
  // 71.43 - 70.66; one run, as nobody says how many, against five; the 97.5 % quantile of t with 41 degrees is 2.0195.
  expect(cell.gain).toBeCloseTo(0.77, 10);
  expect(cell.noise).toBeCloseTo(2.0195 * 0.23 * Math.sqrt(1 + 1 / 5), 3);
  expect(cell.isNoise).toBe(false);
  expect(cell.alike).toMatchObject({ shift: -1, isNoise: true });
  expect(cell.alike!.gain).toBeCloseTo(0.77 - audit.epochs.gap.mean, 10);
});

test('like is not compared with unlike', () => {
  const alike = (method: string, base: string) => gainsOver(method, base).cells.filter(({ alike }) => alike).length;
  expect(alike('MLKD', 'KD')).toBe(0);
  expect(alike('DKD++', 'DKD')).toBe(0);
  expect(alike('NORM+CRD', 'CRD')).toBe(0);
  expect(alike('WTTM', 'KD')).toBe(0);
  expect(alike('MLKD+LS', 'MLKD')).toBe(10);
  expect(alike('ITRD', 'KD')).toBe(13);
});

test('runs that logs list one by one differ by about as much as is assumed', () => {
  // By hand, of one cell: SD-DKD on resnet32x4/ShuffleV1 has 77.36 and 77.83, a deviation of 0.47 / sqrt(2).
  const pair = cells.filter(
    ({ method, column, trials }) => method === 'SD-DKD' && column.endsWith('ShuffleV1') && trials,
  );
  expect(pooledOf(pair.slice(0, 1))).toEqual({ deviation: expect.closeTo(0.47 / Math.SQRT2, 10), degreesOfFreedom: 1 });
  expect(audit.listed.degreesOfFreedom).toBe(23);
  // The chance of a ratio outside these is below 1 % on each side.
  const ratio = audit.listed.deviation / noise.deviation;
  expect(ratio).toBeGreaterThan(0.66);
  expect(ratio).toBeLessThan(1.35);
});

test('gains of nothing, best epochs against last ones, vanish with like against like', async () => {
  const stream = new RandomStream(1, 'audit');
  const { methods } = await loadLiterature();
  const base = cells.find(({ method, column }) => method === 'KD' && column === 'resnet56/resnet20')!;
  /** A made-up cell, which is of five runs of a truth of 70 %. */
  const drawn = (method: string, aggregation: 'last' | 'best'): LiteratureCell => {
    const runs = Array.from({ length: 5 }, () => 70 + noise.deviation * stream.normal());
    const value = meanOf(runs)! + (aggregation === 'best' ? audit.epochs.gap.mean : 0);
    return { ...base, method, aggregation, value, runs: 5 };
  };
  const gains = Array.from({ length: 1000 }, () => {
    const claimed = claimsOf([drawn('KD', 'last'), drawn('KD+LS', 'best')]);
    return gainsOf(claimed, methods, audit.epochs.gap).find(({ method }) => method === 'KD+LS')!.cells[0]!;
  });
  const wrong = (isNoise: (gain: (typeof gains)[number]) => boolean) => gains.filter((gain) => !isNoise(gain)).length;
  expect(wrong(({ isNoise }) => isNoise)).toBeGreaterThan(450);
  expect(wrong(({ alike }) => alike!.isNoise)).toBeLessThan(70);
});

test('the command prints tables, or one line of JSON, and ends with 0 whatever it finds', async () => {
  const text = await redistill('audit');
  expect(text).toMatchObject({ code: 0, err: '' });
  expect(text.out).toContain(`${cells.length} published numbers from 27 repositories`);
  expect(text.out).toMatch(/resnet32x4\/resnet8x4 +DKD +76\.32 +75\.98 +5 +-0\.34 +epoch not known +6 /);
  expect(text.out).not.toContain('Gains by pair');
  expect((await redistill('audit', '--verbose')).out).toContain('Gains by pair');
  const { code, out } = await redistill('audit', '--json');
  expect(code).toBe(0);
  expect(out.split('\n')).toHaveLength(1);
  expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(audit)));
  expect(await redistill('audit', '--json', '--verbose')).toMatchObject({
    code: 2,
    err: expect.stringContaining('--verbose has no effect with --json'),
  });
});
