import { readdir, readFile } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';

/** The wings of the house, from the ground up: each imports from those before it, and never back. */
const wings = [
  'base',
  'model',
  'data',
  'job',
  'suite',
  'train',
  'results',
  'teachers',
  'run',
  'check',
  'report',
  'tools',
  'cli',
];

/** What some may import is less than all below them. */
const narrower: Record<string, string[]> = {
  // TensorFlow knows nothing of networks, distillers or images.
  'model/engine': ['base'],
  'model/nets': ['model/engine', 'base'],
  'model/distillers': ['model/engine', 'base'],
  // Image files, and archives from the web, know nothing of data sets.
  'data/images': ['model/engine', 'base'],
  'data/fetch': ['base'],
  // Methods say which further forms of the images they read.
  'data/sets': ['model/engine', 'model/distillers', 'data/images', 'data/fetch', 'base'],
  suite: ['job', 'base'],
  results: ['suite', 'job', 'base'],
  // The runner knows training by its arguments and files alone.
  'run/local': ['results', 'suite', 'job', 'base'],
  'run/slurm': ['run/local', 'results', 'suite', 'job', 'base'],
  check: ['results', 'suite', 'job', 'base'],
  // Reports read files.
  report: ['check', 'results', 'suite', 'job', 'base'],
  'report/charts': ['base'],
};

const harness = import.meta.dirname;
const sources = (await readdir(harness, { recursive: true })).filter((path) => /\.tsx?$/.test(path));
/** Tests, and what is made for them, may import anything. */
const programs = sources.filter((path) => !/\.test\.tsx?$|\/fixtures\//.test(path));
const wingOf = (path: string) => path.split('/')[0]!;

function mayImport(path: string, target: string): boolean {
  const isIn = (room: string) => target.startsWith(`${room}/`);
  const room = Object.keys(narrower).findLast((room) => path.startsWith(`${room}/`)) ?? wingOf(path);
  return isIn(room) || (narrower[room] ?? wings.slice(0, wings.indexOf(room))).some(isIn);
}

async function importsOf(path: string): Promise<string[]> {
  const text = await readFile(join(harness, path), 'utf8');
  const found = text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g);
  return Array.from(found, ([, target]) => normalize(join(path, '..', target!)));
}

/** What the program knows before it can read TypeScript. */
const asItStarts = [
  '../package.json',
  '../scripts/limits.mjs',
  '../scripts/compiled.mjs',
  '../scripts/user-file/default-export.mjs',
  '../scripts/user-file/user-file.mjs',
];

/** What is not of the house: commands set up what is missing and show it on a GPU, and mutations damage what others left. */
function mayImportOutside(path: string, target: string): boolean {
  if (/^\.\.\/(suites|scripts\/gpu-proof)\//.test(target) && path.startsWith('tools/mutations/')) return true;
  return asItStarts.includes(target) || (path.startsWith('cli/') && /^\.\.\/scripts\/(setup|gpu-proof)\//.test(target));
}

test('the house has these wings', () => {
  expect([...new Set(sources.filter((path) => path.includes('/')).map(wingOf))].toSorted()).toEqual(wings.toSorted());
});

test('imports go one way only', async () => {
  let seen = 0;
  const wrong: string[] = [];
  for (const path of programs) {
    for (const target of await importsOf(path)) {
      seen++;
      const isFine = target.startsWith('../') ? mayImportOutside(path, target) : mayImport(path, target);
      if (!isFine) wrong.push(`${path} imports ${target}`);
    }
  }
  expect(seen).toBeGreaterThan(100);
  expect(wrong).toEqual([]);
});

test('no file imports itself, by way of others', async () => {
  const imports = new Map<string, string[]>();
  for (const path of programs) imports.set(path, await importsOf(path));
  const left = new Set(programs);
  for (let before = Number.POSITIVE_INFINITY; left.size < before; ) {
    before = left.size;
    for (const path of left) {
      if (!imports.get(path)!.some((target) => left.has(target))) left.delete(path);
    }
  }
  // Of those that remain each is in a circle, or imports one that is.
  expect([...left]).toEqual([]);
});

test('a plan does not load TensorFlow, so that a finished suite answers at once', async () => {
  const program = `
    import { createRequire } from 'node:module';
    const { loadSuite } = await import('./harness/suite/load.ts');
    const { expand } = await import('./harness/suite/expand.ts');
    await import('./harness/results/imported.ts');
    await import('./harness/run/local/run.ts');
    expand(await loadSuite('digits'));
    const loaded = Object.keys(createRequire(import.meta.url).cache);
    console.log(loaded.length, loaded.filter((path) => path.includes('tfjs')).length);`;
  const { stdout } = await execa('node', ['--import', 'tsx', '--input-type=module', '--eval', program], {
    cwd: join(harness, '..'),
  });
  const [modules, tensorflow] = stdout.split(' ').map(Number);
  expect(modules).toBeGreaterThan(0);
  expect(tensorflow).toBe(0);
});
