import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, expect, test } from 'vitest';
import { exitCode } from '../problem.ts';
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
  ['{partition: gpu}', 'is no JSON ('],
])('a site file with %s is refused', async (text, sentence) => {
  await writeFile(file, text);
  const error = await readSite(file).catch((error: unknown) => error);
  expect((error as { sentence: string }).sentence).toMatch(/^the site file .*site\.json/);
  expect((error as { sentence: string }).sentence).toContain(sentence);
});

/** `npm run suite digits -- --executor slurm ...` where no Slurm is installed. */
function suite(...args: string[]) {
  const program =
    "const { main } = await import('./harness/cli/cli.ts'); process.exitCode = await main(JSON.parse(process.env.ARGUMENTS));";
  return execa(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], {
    cwd: join(import.meta.dirname, '../..'),
    reject: false,
    env: {
      PATH: folder,
      ARGUMENTS: JSON.stringify(['suite', 'digits', '--results', join(folder, 'results'), ...args]),
    },
  });
}

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
  const { exitCode: ended, stderr } = await suite(...args);
  expect(stderr).toBe(`redistill: ${sentence}`);
  expect(ended).toBe(code);
});
