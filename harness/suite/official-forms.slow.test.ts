import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { exitCode } from '../base/problem.ts';
import { redistill } from '../cli/fixtures/in-process.ts';
import { makeCifar100 } from '../data/sets/fixtures/cifar100.ts';
import { makeImagenetArchives } from '../data/sets/fixtures/imagenet.ts';
import { makeNyuDepth } from '../data/sets/fixtures/nyu-depth.ts';
import { makeStl10 } from '../data/sets/fixtures/stl10.ts';
import { makeTinyImagenet } from '../data/sets/fixtures/tiny-imagenet.ts';
import { trainHere } from './fixtures/train-here.ts';
import { type SelectionOptions, selectionFrom } from './selection-options.ts';

const root = join(import.meta.dirname, '../..');
const folder = await mkdtemp(join(tmpdir(), 'redistill-forms-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A command that ends well; what it prints. */
async function printed(...args: string[]): Promise<string> {
  const { code, out, err } = await redistill(...args);
  expect(code, err).toBe(exitCode.done);
  return out;
}

/** Makes an archive ready and returns its sha256. */
async function ready(name: string, { path, sha256 }: { path: string; sha256: string }): Promise<string> {
  await printed('data', name, '--from', path, '--sha256', sha256);
  return sha256;
}

let cifar100: string;
beforeAll(async () => {
  vi.stubEnv('REDISTILL_DATA', join(folder, 'data'));
  cifar100 = await ready('cifar100', await makeCifar100(folder, { training: 32, test: 20, classes: 20 }));
}, 300_000);

const results = join(folder, 'results');

/** Which part of a suite. */
type Part = Pick<SelectionOptions, 'table' | 'pairs' | 'distillers'>;

/** How a part of a suite is asked for, for an epoch and one trial. */
function wordsOf(part: Part): string[] {
  const options = Object.entries({ ...part, trials: '1', epochs: '1' });
  return [...options.flatMap(([name, value]) => [`--${name}`, value]), '--results', results];
}

/**
 * One of the suites on few images, as a user writes it down, for an epoch and one trial; its tables in Markdown.
 * @param own what else of it is changed
 */
async function tables(name: string, { own = '', part = {} }: { own?: string; part?: Part }): Promise<string> {
  const text = `
    import suite from '${root}/suites/${name}.ts';
    export default {
      ...suite,
      name: 'few-${name}',
      dataset: { name: 'cifar100', archive: '${cifar100}' },
      distillers: suite.distillers.map((row) =>
        row.method?.name === 'crd' ? { ...row, method: { ...row.method, negatives: 16 } } : row,
      ),${own}
    };`;
  const file = join(folder, `${name}.ts`);
  await writeFile(file, text);
  await trainHere(file, selectionFrom({ ...part, trials: '1', epochs: '1' }), results, 1);
  const told = await printed('suite', file, ...wordsOf(part));
  const [, table = ''] = /^The tables of .* are in (\S+\/table\.md)/m.exec(told) ?? [];
  return readFile(table, 'utf8');
}

/** Small networks for those of a suite, whose size is not the point here. */
const pairs = `pairs: [{ ...table.pairs[0], teacher: 'resnet14', student: 'resnet8' }]`;
const smallTables = `
    tables: suite.tables.map((table) => ({ ...table, ${pairs} })),`;

const percent = expect.stringMatching(/^\**\d+\.\d\d\**$/);
const rowsIn = (table: string) =>
  table
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

test('ensemble: from the official form to a table whose teachers are one and two', async () => {
  const part = { pairs: 'resnet8/resnet8,2xresnet8/resnet8' };
  const own = `
    tables: suite.tables.slice(0, 1).map((table) => ({
      ...table,
      pairs: table.pairs.map((pair) => ({ ...pair, teacher: 'resnet8', student: 'resnet8' })),
    })),`;
  const text = await tables('ensemble', { own, part });
  expect(rowsIn(text).slice(0, 7)).toEqual([
    ['Teacher network', 'resnet8', '2xresnet8'],
    expect.anything(),
    ['Student network', 'resnet8', 'resnet8'],
    ...['Teacher', 'Student (vanilla)', 'KD', 'CRD'].map((row) => [row, percent, percent]),
  ]);
  await printed('report', join(folder, 'ensemble.ts'), ...wordsOf(part));
}, 600_000);

test('ablations: from the official form to the tables of objectives and temperatures', async () => {
  const asked = ['InfoNCE-images', 'CRD-images', 'CRD-tau0.02', 'CRD-tau0.3'];
  const part = { table: 'objective,temperature', distillers: asked.join(',') };
  const text = await tables('ablations', { own: smallTables, part });
  const rows = rowsIn(text).map(([name]) => name);
  expect(rows).toEqual(expect.arrayContaining(asked));
}, 600_000);

test('transfer: from the official forms to a table of linear probes', async () => {
  const archives = {
    stl10: await ready('stl10', await makeStl10(folder, { training: 40, test: 20, unlabelled: 2 })),
    'tiny-imagenet': await ready(
      'tiny-imagenet',
      await makeTinyImagenet(folder, { classes: 4, training: 10, test: 5 }),
    ),
  };
  const own = `
    tables: suite.tables.map((table) => ({
      ...table,
      ${pairs},
      targets: table.targets.map((target) => ({
        ...target,
        dataset: { ...target.dataset, archive: ${JSON.stringify(archives)}[target.name] },
      })),
    })),`;
  const text = await tables('transfer', { own });
  expect(rowsIn(text)).toEqual([
    ['Teacher network', 'resnet14', 'resnet14'],
    expect.anything(),
    ['Student network', 'resnet8', 'resnet8'],
    ['Target', 'STL-10', 'Tiny ImageNet'],
    ...['Teacher', 'Student (vanilla)', 'KD', 'AT', 'FitNet', 'CRD', 'CRD+KD'].map((row) => [row, percent, percent]),
    ...[expect.anything(), expect.anything(), ...['KD', 'AT', 'FitNet', 'CRD', 'CRD+KD'].map(() => expect.anything())],
  ]);
}, 600_000);

test('cross-modal: from the official forms to a table of students that are probed and tuned', async () => {
  const stl10 = await ready('stl10', await makeStl10(folder, { training: 40, test: 20, unlabelled: 40 }));
  const tiny = await ready('tiny-imagenet', await makeTinyImagenet(folder, { classes: 4, training: 10, test: 5 }));
  const own = `
    dataset: { ...suite.dataset, archive: '${stl10}' },
    teacherDataset: { ...suite.teacherDataset, archive: '${tiny}' },
    tables: suite.tables.map((table) => ({
      ...table,
      ${pairs},
      targets: table.targets.map((target) => ({ ...target, dataset: { ...target.dataset, archive: '${stl10}' } })),
    })),`;
  const text = await tables('cross-modal', { own });
  expect(rowsIn(text).slice(0, 10)).toEqual([
    ['Teacher network', 'resnet14', 'resnet14'],
    expect.anything(),
    ['Student network', 'resnet8', 'resnet8'],
    ['Target', 'linear probe', 'fine-tuning'],
    ...['Teacher', 'Student (random)', 'KD', 'AT+KD', 'FitNet', 'CRD'].map((row) => [row, percent, percent]),
  ]);
}, 600_000);

test('imagenet: from the three archives to tables of top-1 and top-5 errors', async () => {
  const meta = await readFile(join(root, 'harness/data/sets/imagenet/fixtures/meta.mat'));
  const archives = await makeImagenetArchives(join(folder, 'archives'), { training: 10, test: 4 }, meta);
  await printed('data', 'imagenet', '--from', archives);
  const own = `
    dataset: { name: 'imagenet', classes: 3, training: 30, test: 12, size: 64 },
    recipe: { ...suite.recipe, batch: 16, rate: 0.001 },${smallTables}`;
  const text = await tables('imagenet', { own });
  const rows = ['Teacher', 'Student (vanilla)', 'AT', 'KD', 'SP', 'CC', 'CRD', 'CRD+KD'];
  const expected = [['Teacher network', 'resnet14'], expect.anything(), ['Student network', 'resnet8']];
  const top1 = rowsIn(text).slice(0, 3 + rows.length);
  expect(top1).toEqual([...expected, ...rows.map((row) => [row, percent])]);
  // Of three classes the right one is always among five.
  const top5 = rowsIn(text).slice(3 + rows.length, 2 * (3 + rows.length));
  expect(top5).toEqual([...expected, ...rows.map((row) => [row, expect.stringMatching(/^\**0\.00\**$/)])]);
}, 600_000);

test('cross-modal-depth: from the official forms to tables of pixels', async () => {
  const nyu = await ready('nyu-depth', await makeNyuDepth(folder, 14));
  const tiny = await ready('tiny-imagenet', await makeTinyImagenet(folder, { classes: 4, training: 10, test: 5 }));
  // A teacher of few small photographs, and students that see little of ten rooms.
  const own = `
    dataset: { ...suite.dataset, archive: '${nyu}', size: 32, classes: 4 },
    teacherDataset: { name: 'tiny-imagenet', archive: '${tiny}', size: 32 },
    teacherRecipe: { ...suite.recipe, batch: 16, rate: 0.001 },
    recipe: { ...suite.recipe, batch: 8 },
    tables: suite.tables.map((table) => ({
      ...table,
      targets: table.targets.map((target) => ({ ...target, dataset: { ...target.dataset, archive: '${nyu}', size: 32 } })),
    })),`;
  const text = await tables('cross-modal-depth', { own });
  const rows = ['Teacher', 'Student (random)', 'KD', 'AT+KD', 'FitNet', 'CRD'];
  const expected = [
    ['Teacher network', 'ResNet18'],
    expect.anything(),
    ['Student network', 'CNN5'],
    ['Target', 'NYU-Depth V2'],
    ...rows.map((row) => [row, percent]),
  ];
  // Pixel accuracy, and mean IoU.
  expect(rowsIn(text)).toEqual([...expected, ...expected]);
}, 600_000);
