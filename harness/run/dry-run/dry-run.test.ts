import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { inColumns } from '../../base/terminal/columns.ts';
import { redistill } from '../../cli/fixtures/in-process.ts';
import { resultsOf } from '../../report/tables/fixtures/results.ts';
import { type MachineSpeed, writeSpeed } from '../../results/speed.ts';
import { expand } from '../../suite/expand.ts';
import small from '../../suite/fixtures/small.ts';
import { suiteSchema } from '../../suite/schema.ts';
import { trialsText } from './cells.ts';
import { estimate } from './estimate.ts';
import { summary } from './summary.ts';

let results: string;
beforeEach(async () => {
  results = await mkdtemp(join(tmpdir(), 'redistill-dry-run-'));
  vi.stubEnv('REDISTILL_DEVICE', 'cpu');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(results, { recursive: true });
});

/** The lines that a dry run prints. */
async function dryRun(suite: string, ...options: string[]): Promise<string[]> {
  const { out } = await redistill('suite', suite, '--dry-run', '--results', results, ...options);
  return out.split('\n');
}

test("the paper's tables: one line per cell, what is not applicable, and sums", async () => {
  const lines = await dryRun('cifar100');
  const cells = lines.filter((line) => / trials /.test(line));
  expect(cells).toHaveLength(7 * 15 - 1 + 6 * 14);
  expect(lines).toContain('resnet32x4/resnet8x4  CRD      trials 1-5       240 epochs  187,680 steps  to do');
  expect(lines).toContain('wrn_40_2/ShuffleV1    FT       trials 1-3  30 + 240 epochs  211,140 steps  to do');
  expect(cells.filter((line) => line.includes('the same as for'))).toEqual([
    expect.stringMatching(/^resnet110\/resnet20 +vanilla .*the same as for resnet56\/resnet20$/),
    expect.stringMatching(/^ResNet50\/MobileNetV2 +vanilla .*the same as for vgg13\/MobileNetV2$/),
    expect.stringMatching(/^ResNet50\/vgg8 +vanilla .*the same as for vgg13\/vgg8$/),
    expect.stringMatching(/^wrn_40_2\/ShuffleV1 +vanilla .*the same as for resnet32x4\/ShuffleV1$/),
  ]);
  const unfit = lines.filter((line) => line.startsWith('FSP does not fit'));
  expect(unfit).toHaveLength(7);
  expect(unfit[0]).toMatch(/^FSP does not fit wrn_40_2\/wrn_40_1, as the channels/);
  expect(lines).toContain('In all 764 jobs, 187,440 epochs, 146,578,080 steps.');
  expect(lines.at(-1)).toMatch(/^About [\d,]+ hours, \d+ at a time, by a benchmark on another machine/);
});

test('weights that change are named, in the epochs that the run has', async () => {
  const file = join(results, 'mine.ts');
  const ours = join(import.meta.dirname, '../../suite/fixtures/small.ts');
  const schedules = { alpha: { shape: 'linear warm-up', epochs: 6 } };
  const row = { name: 'Warm', gamma: 1, alpha: 1, beta: 0, schedules, source: 'a test' };
  const distillers = `[...ours.distillers, ${JSON.stringify(row)}]`;
  await writeFile(file, `import ours from '${ours}'; export default { ...ours, distillers: ${distillers} };`);
  expect(await dryRun(file, '--distillers', 'Warm,vanilla')).toContain('Warm, alpha: linear warm-up over 6 epochs');
  expect(await dryRun(file, '--distillers', 'Warm', '--epochs', '4')).toContain(
    'Warm, alpha: linear warm-up over 3 epochs',
  );
  expect(await dryRun(file, '--distillers', 'vanilla')).not.toContain('Weights that change');
});

test('what a row has different for a pair is named', async () => {
  const file = join(results, 'mine.ts');
  const ours = join(import.meta.dirname, '../../suite/fixtures/small.ts');
  const byPair = { settings: { 'resnet32/resnet8': { beta: 0.5, method: { negatives: 8 } } }, source: 'a test' };
  const distillers = `[...ours.distillers.slice(0, 2), { ...ours.distillers[2], byPair: ${JSON.stringify(byPair)} }]`;
  await writeFile(file, `import ours from '${ours}'; export default { ...ours, distillers: ${distillers} };`);
  const lines = await dryRun(file);
  expect(lines).toContain("CRD+KD on resnet32/resnet8: beta 0.5, crd's negatives 8");
  expect(lines.filter((line) => line.startsWith('CRD+KD on'))).toHaveLength(1);
});

test('what recipes have beside momentum and drops is named, in the epochs that the run has', async () => {
  const file = join(results, 'mine.ts');
  const ours = join(import.meta.dirname, '../../suite/fixtures/small.ts');
  const own = { schedule: 'cosine', nesterov: true, warmUp: 4 };
  const pair = { teacher: 'resnet20', student: 'resnet8', recipe: own };
  const tables = `[{ ...ours.tables[0], pairs: [${JSON.stringify(pair)}] }]`;
  await writeFile(file, `import ours from '${ours}'; export default { ...ours, tables: ${tables} };`);
  expect(await dryRun(file, '--distillers', 'KD', '--epochs', '4')).toContain(
    "resnet8: a cosine schedule, a warm-up of 2 epochs, Nesterov's momentum",
  );
});

test('of images that are not there yet the steps are not known', async () => {
  const file = join(results, 'mine.ts');
  const dataset = { name: 'cifar100', archive: 'a'.repeat(64) };
  const ours = join(import.meta.dirname, '../../suite/fixtures/small.ts');
  await writeFile(file, `import ours from '${ours}'; export default { ...ours, dataset: ${JSON.stringify(dataset)} };`);
  const lines = await dryRun(file, '--distillers', 'vanilla');
  expect(lines).toContain('resnet20/resnet8  vanilla  trials 1-2  8 epochs  to do');
  expect(lines.at(-1)).toMatch(/are not known until `npm run data NAME` has unpacked the images\.$/);
});

describe('an estimate', () => {
  const plan = expand(suiteSchema.parse(small), { distillers: ['vanilla'] });
  /** Two trials of 8 epochs of 100 images; resnet8 has 12,507,392 multiply-accumulates. */
  const work = 3 * 12_507_392 * 8 * 100;
  const speed: MachineSpeed = {
    date: '2026-01-31',
    device: 'a processor',
    jobs: 2,
    threads: 1,
    rates: { resnet8: work / 60 },
  };
  const estimated = (done = resultsOf({}), crowding = 1) =>
    estimate(plan, done, { results, images: () => 100, slots: 2, crowding, onGpus: false });

  test('is by what was measured on this machine', async () => {
    await writeSpeed(speed, results);
    expect(await estimated()).toBe('About 1m, 2 at a time, by the benchmark of 2026-01-31 on this machine.');
  });

  test('counts cores that jobs share once', async () => {
    await writeSpeed(speed, results);
    expect(await estimated(resultsOf({}), 2)).toMatch(/^About 2m, 2 at a time, /);
  });

  test('is by what other networks reached where the own was not measured', async () => {
    await writeSpeed({ ...speed, rates: { resnet20: work / 50, vgg8: work / 75 } }, results);
    expect(await estimated()).toMatch(/^About 1m, /);
  });

  test('is none where all is done', async () => {
    const done = resultsOf({ 'resnet8-vanilla-trial1': 90, 'resnet8-vanilla-trial2': 91 });
    expect(await summary(plan, done, { results, images: () => 100, slots: 2, crowding: 1, onGpus: false })).toEqual([
      'In all 2 jobs, 16 epochs, 32 steps.',
      'All of them are done.',
    ]);
  });

  test('is by finished jobs above all', async () => {
    await writeSpeed(speed, results);
    // Each of them took a second.
    const done = resultsOf({ 'resnet8-vanilla-trial1': 90 });
    expect(await estimated(done)).toMatch(/^About 1s, .* on this machine and the one job that is done\.$/);
  });

  test('is by another machine where nothing was measured here, or nothing that can be read', async () => {
    await writeFile(join(results, 'bench.json'), '{}');
    expect(await estimated()).toMatch(/ by a benchmark on another machine \(.*`npm run bench engine` measures/);
  });
});

test('trials are told as a range where they are one', () => {
  expect([[1], [1, 2, 3], [2, 3], [2, 4]].map(trialsText)).toEqual([
    'trial 1',
    'trials 1-3',
    'trials 2-3',
    'trials 2, 4',
  ]);
});

test('columns stand below each other, numbers to the right', () => {
  expect(
    inColumns([
      ['a', '1 epoch', 'x'],
      ['abc', '12 epochs'],
      ['', '', 'y'],
    ]),
  ).toEqual(['a      1 epoch  x', 'abc  12 epochs', '                y']);
});
