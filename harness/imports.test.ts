import { readdir, readFile } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';

/**
 * What each room of the house may import, beside itself: the data's way from suites to reports, and never back.
 * Files of the harness's own folder stand under all rooms, and the commands above them.
 */
const base = [
  'validate',
  'problem.ts',
  'readable.ts',
  'stack.ts',
  'files.ts',
  'hash.ts',
  'json.ts',
  'entry-name.ts',
  'lock.ts',
  'say.ts',
  'near.ts',
  'colour.ts',
  'columns.ts',
  'command-line.ts',
  'typed-path.ts',
  'default-results.ts',
  'command-on-results.ts',
  'partial-folder.ts',
  'temporary-folder.ts',
  'typescript.ts',
  'make-folder.ts',
  'output.ts',
  'capacity.ts',
  'quota.ts',
  'cache.ts',
  'size.ts',
  'zip.ts',
  'gunzip.ts',
  'tar-fault.ts',
  'shown.ts',
  'meter.ts',
  'bar.ts',
  'device.ts',
  'version.ts',
];
const foundation = ['job', ...base];
const allowed: Record<string, string[]> = {
  engine: ['problem.ts', 'partial-folder.ts', 'command-line.ts', 'capacity.ts'],
  nets: ['engine', 'problem.ts'],
  distillers: ['engine', 'problem.ts'],
  // The linear layer that a probe fits on vectors.
  probe: ['engine', 'problem.ts'],
  // The contract is made from what networks, distillers and data sets declare.
  job: ['engine', 'nets', 'distillers', 'data', 'problem.ts', 'files.ts'],
  validate: ['problem.ts'],
  // Image files: nothing of data sets.
  images: ['engine', 'problem.ts'],
  // Archives from the web: it puts their files where loaders find them.
  fetch: [...base],
  // Methods say which further forms of the images they read.
  data: ['engine', 'distillers', 'images', 'fetch', ...base],
  torch: ['engine', 'problem.ts', 'zip.ts', 'shown.ts'],
  'teacher-cache': ['problem.ts', 'files.ts', 'make-folder.ts', 'hash.ts', 'cache.ts'],
  train: ['engine', 'nets', 'distillers', 'data', 'probe', 'teacher-cache', ...foundation],
  teachers: ['engine', 'nets', 'data', 'torch', 'teacher-cache', 'train', ...foundation],
  statistics: ['problem.ts'],
  charts: ['problem.ts'],
  baseline: [...foundation],
  // What was published after CRD.
  literature: ['statistics', 'baseline', ...foundation],
  audit: ['statistics', 'literature', ...foundation],
  suite: ['baseline', ...foundation],
  report: ['statistics', 'baseline', 'suite', ...foundation],
  journal: ['suite', ...foundation],
  // The runner knows training by its arguments and files alone.
  runner: ['baseline', 'suite', 'report', 'journal', ...foundation],
  slurm: ['suite', 'runner', 'journal', ...foundation],
  status: ['suite', 'runner', 'journal', 'evidence', 'teachers', ...foundation],
  evidence: ['engine', 'baseline', 'suite', 'journal', 'runner', 'teachers', ...foundation],
  check: ['statistics', 'baseline', 'evidence', 'report', 'suite', 'runner', ...foundation],
  bundle: ['baseline', 'evidence', 'suite', 'journal', 'teachers', ...foundation],
  // Results of the same suite from other folders, side by side.
  beside: ['bundle', 'check', 'evidence', 'report', 'suite', ...foundation],
  // Each epoch of each job, for other programs.
  epochs: ['evidence', 'suite', ...foundation],
  page: [
    'beside',
    ...['charts', 'check', 'evidence', 'report', 'statistics', 'baseline', 'suite', 'journal', 'runner', 'bench'],
    ...foundation,
  ],
  bench: ['engine', 'nets', 'images', 'data', 'fetch', 'train', 'suite', 'runner', ...foundation],
  compare: [
    ...['bench', 'charts', 'check', 'data', 'report', 'runner', 'statistics', 'suite', 'teachers'],
    ...foundation,
  ],
  'dry-run': ['suite', 'runner', 'bench', 'data', ...foundation],
  parity: ['engine', 'nets', 'distillers', 'data', 'train', ...foundation],
};
/** The commands may import any room, and so may the mutations of all that is read. */
const tops = ['cli', 'mutations'];

const harness = import.meta.dirname;
const sources = (await readdir(harness, { recursive: true })).filter((path) => /\.tsx?$/.test(path));
const roomOf = (path: string) => path.split('/')[0]!;

async function importsOf(path: string): Promise<string[]> {
  const text = await readFile(join(harness, path), 'utf8');
  const found = text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g);
  return Array.from(found, ([, target]) => normalize(join(path, '..', target!)));
}

/** What the program knows before it can read TypeScript. */
const asItStarts = ['../package.json', '../scripts/limits.mjs', '../scripts/compiled.mjs'];

/** A suite of a test may take the paper's distillers. */
const isFixturesSuite = (path: string, target: string) =>
  path.includes('/fixtures/') && target.startsWith('../suites/');

test('every room says what it may import', () => {
  const rooms = new Set(sources.filter((path) => path.includes('/') && !tops.includes(roomOf(path))).map(roomOf));
  expect([...rooms].toSorted()).toEqual(Object.keys(allowed).toSorted());
});

test('imports go one way only', async () => {
  let seen = 0;
  const wrong: string[] = [];
  for (const path of sources.filter((path) => !tops.includes(roomOf(path)) && !/\.test\.tsx?$/.test(path))) {
    const room = roomOf(path);
    for (const target of await importsOf(path)) {
      seen++;
      const targetRoom = roomOf(target);
      const fine =
        room === targetRoom ||
        isFixturesSuite(path, target) ||
        (allowed[room] ?? foundation).includes(targetRoom) ||
        asItStarts.includes(target);
      if (!fine) wrong.push(`${path} imports ${target}`);
    }
  }
  expect(seen).toBeGreaterThan(100);
  expect(wrong).toEqual([]);
});

test('a plan does not load TensorFlow, so that a finished suite answers at once', async () => {
  const program = `
    import { createRequire } from 'node:module';
    const { loadSuite } = await import('./harness/suite/load.ts');
    const { expand } = await import('./harness/suite/expand.ts');
    await import('./harness/teachers/imported.ts');
    await import('./harness/runner/run.ts');
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
