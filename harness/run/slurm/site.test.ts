import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { exitCode } from '../../base/problem.ts';
import { redistill } from '../../cli/fixtures/in-process.ts';
import { readSite, sbatchOptions } from './site.ts';

const folder = await mkdtemp(join(tmpdir(), 'redistill-site-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const file = join(folder, 'site.json');

test('what a site says becomes options of sbatch', async () => {
  await writeFile(file, JSON.stringify({ partition: 'gpu', gres: 'gpu:1', memory: '8G', extra: ['--mail-type=END'] }));
  const site = await readSite(file);
  expect(site).toMatchObject({ pollSeconds: 15, arraySize: 1000 });
  const options = ['--partition=gpu', '--gres=gpu:1', '--mem=8G', '--cpus-per-task=2', '--mail-type=END'];
  expect(sbatchOptions(site, 2)).toEqual(options);
  expect(sbatchOptions({ ...site, cpusPerTask: 4 }, 2)).toContain('--cpus-per-task=4');
});

test.each([
  ['{"partitoin": "gpu"}', 'partitoin is unknown. Did you mean partition? Allowed are partition, account, '],
  ['{"cpusPerTask": 0}', 'cpusPerTask is 0. It must be a whole number, greater than 0'],
  ['{"setup": "module load x"}', "setup is 'module load x'. It must be a list"],
  ['{partition: gpu}', 'is not JSON ('],
])('a site file with %s is refused', async (text, sentence) => {
  await writeFile(file, text);
  const error = await readSite(file).catch((error: unknown) => error);
  expect((error as { sentence: string }).sentence).toMatch(/^the site file .*site\.json/);
  expect((error as { sentence: string }).sentence).toContain(sentence);
});

/** `npm run suite digits -- --executor slurm ...` where no Slurm is installed. */
function suite(...args: string[]) {
  vi.stubEnv('PATH', folder);
  return redistill('suite', 'digits', '--results', join(folder, 'results'), ...args);
}
afterEach(() => {
  vi.unstubAllEnvs();
});

test.each([
  [
    ['--executor', 'slurm', '--slurm', './nowhere.json'],
    exitCode.configuration,
    'the site file nowhere.json is not there. Check it',
  ],
  [
    ['--executor', 'slurm'],
    exitCode.machine,
    "sbatch is not installed on this machine. Run this where Slurm's commands are, or leave --executor slurm out",
  ],
])('%j ends with code %i', async (args, code, sentence) => {
  const { code: ended, err } = await suite(...args);
  expect(err).toBe(`redistill: ${sentence}`);
  expect(ended).toBe(code);
});
