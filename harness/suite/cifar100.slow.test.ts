import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { exitCode } from '../base/problem.ts';
import { redistill } from '../cli/fixtures/in-process.ts';
import { makeCifar100 } from '../data/sets/fixtures/cifar100.ts';
import { epochSchema, isMain } from '../job/result.ts';
import { trainHere } from './fixtures/train-here.ts';
import { selectionFrom } from './selection-options.ts';

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

const file = join(folder, 'few.ts');
const results = join(folder, 'results');
/** One pair of each table, with one teacher: every distiller, for an epoch. */
const part = { pairs: 'vgg13/vgg8,vgg13/MobileNetV2', trials: '1', epochs: '1' };

/** Runs that part. */
const suite = (...options: string[]) => {
  const words = Object.entries(part).flatMap(([name, value]) => [`--${name}`, value]);
  return redistill('suite', file, ...words, '--results', results, ...options);
};

const rows = ['KD', 'FitNet', 'AT', 'SP', 'CC', 'VID', 'RKD', 'PKT', 'AB', 'FT', 'FSP', 'NST', 'CRD', 'CRD+KD'];
let first: Awaited<ReturnType<typeof suite>>;

beforeAll(async () => {
  const { path, sha256 } = await makeCifar100(folder, { training: 32, test: 20, classes: 20 });
  vi.stubEnv('REDISTILL_DATA', join(folder, 'data'));
  const data = await redistill('data', 'cifar100', '--from', path, '--sha256', sha256);
  expect(data.code, data.err).toBe(exitCode.done);
  await writeFile(file, suiteOn(sha256));
  await trainHere(file, selectionFrom(part), results, 2);
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
  expect(first.code, first.err).toBe(exitCode.done);
  expect(first.err).toContain('not applicable: FSP does not fit vgg13/MobileNetV2, as ');
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
  expect(plan.out).toContain('In all 30 jobs, 35 epochs, 35 steps.\nAll of them are done.');
  const again = await suite();
  expect(again.err).toBe('');
  expect(again.out).toContain(await readFile(tables(), 'utf8'));
});
