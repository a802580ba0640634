import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { exitCode } from '../../base/problem.ts';
import { redistill } from '../../cli/fixtures/in-process.ts';
import { fetchData } from '../../data/sets/fetch-data.ts';
import { makeCifar100 } from '../../data/sets/fixtures/cifar100.ts';

const root = join(import.meta.dirname, '../../..');
const standIn = join(import.meta.dirname, 'fixtures/stand-in');
const folder = await mkdtemp(join(tmpdir(), 'redistill-compare-'));
vi.stubEnv('REDISTILL_DATA', join(folder, 'data'));
afterAll(() => rm(folder, { recursive: true }));

/** A suite of the images of `sizes`, in a file. */
async function suiteOf(name: string, sizes: Parameters<typeof makeCifar100>[1]): Promise<string> {
  const { path, sha256 } = await makeCifar100(join(folder, name), sizes);
  vi.spyOn(console, 'log').mockImplementation(() => {});
  vi.spyOn(console, 'error').mockImplementation(() => {});
  await fetchData('cifar100', { from: path, sha256 });
  vi.restoreAllMocks();
  const file = join(folder, `${name}.ts`);
  await writeFile(
    file,
    `import cifar100 from '${root}/suites/cifar100.ts';
    export default { ...cifar100, name: '${name}', dataset: { name: 'cifar100', archive: '${sha256}' } };`,
  );
  return file;
}

let balanced: string;
let uneven: string;
beforeAll(async () => {
  balanced = await suiteOf('balanced', { training: 100, test: 20, classes: 100 });
  uneven = await suiteOf('uneven', { training: 120, test: 20, classes: 100 });
});

const compare = (suite: string, ...args: string[]) =>
  redistill('compare', suite, '--reference', standIn, '--results', join(folder, 'results'), ...args);

test.each([
  ['digits', [], /^redistill: the suite digits is of digits, and .*\. Give a suite of cifar100/],
  [
    'balanced',
    ['--distillers', 'ab'],
    /cannot be compared on AB: .*\. Give --distillers of vanilla, KD, FitNet, .*CRD/,
  ],
  ['balanced', ['--margin', 'x'], /^redistill: --margin is 'x'\. It must be points of accuracy, such as 0\.5$/],
  ['balanced', ['--norm-margin', '101'], /^redistill: --norm-margin is '101'\. It must be per cent/],
  ['balanced', ['--significance', '1'], /^redistill: --significance is '1'\. It must lie between 0 and 1/],
])('%s %j is refused', async (suite, args, sentence) => {
  const { code, out, err } = await compare(suite === 'balanced' ? balanced : suite, ...args);
  expect(err).toMatch(sentence);
  expect([code, out]).toEqual([exitCode.configuration, '']);
});

test("CRD wants as many images of each class as RepDistiller's loader does", async () => {
  const part = ['--table', '1', '--pairs', 'resnet56/resnet20', '--distillers', 'crd'];
  const { code, err } = await compare(uneven, ...part);
  expect(err).toMatch(
    /^redistill: RepDistiller's CRD wants as many training images of each class, and there are 1 to 2/,
  );
  expect(code).toBe(exitCode.data);
});

test('a folder that is no checkout is refused', async () => {
  const { code, err } = await redistill('compare', balanced, '--distillers', 'kd', '--reference', folder);
  expect(code).toBe(exitCode.configuration);
  expect(err).toMatch(/is not a checkout of RepDistiller: train_student\.py is not there\. Give one of/);
});

test('without a checkout there is nothing to compare with', async () => {
  const { code, err } = await redistill('compare', 'cifar100');
  expect(code).toBe(exitCode.configuration);
  expect(err).toMatch(/--reference/);
});

test('a Python without torch is named, with what it lacks', async () => {
  const { code, err } = await compare(balanced, '--distillers', 'kd', '--python', join(folder, 'python'));
  expect(code).toBe(exitCode.machine);
  expect(err).toMatch(
    /python cannot run RepDistiller: it is not there\. Give a Python that has torch, torchvision and numpy/,
  );
});
