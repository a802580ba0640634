import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeCifar100 } from '../data/sets/fixtures/cifar100.ts';
import { epochSchema, isMain } from '../job/result.ts';

const root = join(import.meta.dirname, '../..');
const folder = await mkdtemp(join(tmpdir(), 'redistill-cifar100-'));
const jobs = join(folder, 'results/few/jobs');
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The suite `cifar100` on few images, as a user writes it down. */
const suiteOn = (archive: string) => `
import cifar100 from '${root}/suites/cifar100.ts';

export default {
  ...cifar100,
  name: 'few',
  dataset: { name: 'cifar100', archive: '${archive}' },
  // So few images have no 16,384 negatives.
  distillers: cifar100.distillers.map((row) =>
    row.method?.name === 'crd' ? { ...row, method: { ...row.method, negatives: 16 } } : row,
  ),
};
`;

/** An npm script, with data and results in the folder. */
function npmRun(...args: string[]) {
  const env = { REDISTILL_DATA: join(folder, 'data') };
  return execa('npm', ['run', '--silent', ...args], { cwd: root, env, reject: false });
}

/** One pair of each table, with one teacher: every distiller, for an epoch. */
function suite(...options: string[]) {
  const selection = ['--pairs', 'vgg13/vgg8,vgg13/MobileNetV2', '--trials', '1', '--epochs', '1'];
  const results = ['--results', join(folder, 'results')];
  return npmRun('suite', join(folder, 'few.ts'), '--', ...selection, ...results, ...options);
}

const rows = ['KD', 'FitNet', 'AT', 'SP', 'CC', 'VID', 'RKD', 'PKT', 'AB', 'FT', 'FSP', 'NST', 'CRD', 'CRD+KD'];
let first: Awaited<ReturnType<typeof suite>>;

beforeAll(async () => {
  const { path, sha256 } = await makeCifar100(folder, { training: 32, test: 20, classes: 20 });
  const data = await npmRun('data', 'cifar100', '--', '--from', path, '--sha256', sha256);
  expect(data.exitCode, data.stderr).toBe(0);
  await writeFile(join(folder, 'few.ts'), suiteOn(sha256));
  first = await suite();
}, 1_500_000);

const tables = () =>
  join(folder, 'results/few/selections/pairs-vgg13_vgg8,vgg13_MobileNetV2-trials-1-epochs-1/table.md');

const number = /^(\*\*)?\d+\.\d\d(\*\*)?$/;

/** The first column's cells of a table in Markdown, by their rows. */
function cellsIn(table: string): Map<string, string> {
  const lines = table.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  return new Map(lines.map(([, row = '', cell = '']) => [row, cell]));
}

test('from an archive in the official form to tables with all rows of the paper', async () => {
  expect(first.exitCode, first.stderr).toBe(0);
  expect(first.stderr).toContain('not applicable: FSP does not fit vgg13/MobileNetV2, as ');
  const text = await readFile(tables(), 'utf8');
  const [selection, table1, table2] = text.split(/^## (?=Table 1)|^## (?:Table 2|Over all pairs)/m);
  expect(selection).toBe('Selection: `--pairs vgg13/vgg8,vgg13/MobileNetV2 --trials 1 --epochs 1`\n\n');
  expect(table1).toMatch(/^Table 1: .*\n\n\| Teacher network +\| +vgg13 \|\n.*\n\| Student network +\| +vgg8 \|\n/);
  expect(table2).toMatch(/^: .*\n\n\| Teacher network +\| +vgg13 \|\n.*\n\| Student network +\| +MobileNetV2 \|\n/);
  for (const row of ['Teacher', 'Student (vanilla)', ...rows]) {
    expect(cellsIn(table1!).get(row), row).toMatch(number);
    expect(cellsIn(table2!).get(row), row).toMatch(row === 'FSP' ? /^n\/a$/ : number);
  }
  expect(table2).toMatch(/^n\/a: FSP does not fit vgg13\/MobileNetV2, as /m);
});

test('methods with a first stage trained one', async () => {
  const folders = await readdir(jobs);
  for (const method of ['AB', 'FT', 'FSP', 'KD']) {
    const name = folders.find((one) => one.startsWith(`vgg8-from-vgg13-${method}-trial1-`))!;
    const lines = (await readFile(join(jobs, name, 'metrics.jsonl'), 'utf8')).trim().split('\n');
    const stages = lines.map((line) => (isMain(epochSchema.parse(JSON.parse(line))) ? 'main' : 'first'));
    expect(stages, method).toEqual(method === 'KD' ? ['main'] : ['first', 'main']);
  }
});

test('there were as many jobs as planned, and none is trained again', async () => {
  expect(await readdir(jobs)).toHaveLength(1 + 15 + 14);
  const plan = await suite('--dry-run');
  expect(plan.stdout).toContain('In all 30 jobs, 35 epochs, 35 steps.\nAll of them are done.');
  const again = await suite();
  expect(again.stderr).toBe('');
  expect(again.stdout).toContain(await readFile(tables(), 'utf8'));
});
