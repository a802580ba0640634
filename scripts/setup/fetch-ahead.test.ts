// TensorFlow fetched beside `npm ci`, by a python3 of our own: it notes how it was called, and writes a wheel.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cacheFolder } from '../../harness/base/files/cache.ts';
import { fetchAhead } from './fetch-ahead.mjs';
import { makeTinyWorld } from './fixtures/tiny.ts';
import { aheadFolder, wheelIn } from './pip.mjs';
import { installRuntime, isWhole, runtimeFolder } from './runtime.ts';
import { wheels } from './wheels.ts';

const [wheel] = wheels.cpu as [(typeof wheels.cpu)[0]];

let folder: string;
let environment: NodeJS.ProcessEnv;
let cache: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'redistill-ahead-'));
  cache = join(folder, 'cache');
  mkdirSync(join(folder, 'bin'));
  program('g++', '');
  program(
    'python3',
    'echo "$@" > "$TMPDIR/called"; cat "$TMPDIR/requirements.txt" >> "$TMPDIR/called"; : > "$TMPDIR/x.whl"',
  );
  environment = { PATH: `${join(folder, 'bin')}:/bin`, REDISTILL_CACHE: cache, REDISTILL_TENSORFLOW: 'cpu' };
});
afterEach(() => rmSync(folder, { recursive: true }));

function program(name: string, script: string) {
  writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

test('the pinned wheel is fetched, by its sha256, to where the set-up looks for it', async () => {
  await fetchAhead('suite', ['digits'], environment)!.end();
  const place = aheadFolder(cache, wheel);
  expect(wheelIn(place)).toBe(join(place, 'x.whl'));
  expect(readFileSync(join(place, 'called'), 'utf8')).toMatch(
    new RegExp(
      `fetch-ahead\\.py ${place} \\["tensorflow/.*"\\] download .*--require-hashes .*\\n${wheel.name}==${wheel.version} --hash=sha256:${wheel.sha256}\\n$`,
    ),
  );
});

test('the set-up unpacks what was fetched, does not ask pip, and leaves nothing else', async () => {
  const world = await makeTinyWorld();
  try {
    const place = aheadFolder(world.folder, world.wheel);
    mkdirSync(place);
    const [name] = readdirSync(world.folder).filter((file) => file.endsWith('.whl'));
    cpSync(join(world.folder, name!), join(place, name!));
    program('python3', 'exit 1');
    await installRuntime(world.folder, [world.wheel], [], environment);
    expect(isWhole(runtimeFolder(world.folder, [world.wheel]))).toBe(true);
    expect(existsSync(place)).toBe(false);
  } finally {
    rmSync(world.folder, { recursive: true });
  }
});

test('where pip fails, nothing is left, and the set-up will say why', async () => {
  program('python3', ': > "$TMPDIR/half.whl"; exit 1');
  await fetchAhead('suite', ['digits'], environment)!.end();
  expect(readdirSync(cache)).toEqual([]);
});

test.each([
  ['the command does without TensorFlow', 'report', ['digits'], {}],
  ['it only shows what there is to train', 'suite', ['digits', '--dry-run'], {}],
  ['it only shows its options', 'doctor', ['--help'], {}],
  ["it is CUDA's build that is wanted", 'doctor', [], { REDISTILL_TENSORFLOW: 'cuda' }],
  ['what is wanted is misspelt', 'doctor', [], { REDISTILL_TENSORFLOW: 'gpu' }],
  ['a program is missing', 'doctor', [], { PATH: '/nowhere' }],
  ['the cache folder cannot be made', 'doctor', [], { REDISTILL_CACHE: '/proc/none/cache' }],
  ["the cache folder's name is to be understood first", 'doctor', [], { REDISTILL_CACHE: '~/cache' }],
])('nothing is fetched where %s', (_, command, args, others) => {
  expect(fetchAhead(command, args, { ...environment, ...others })).toBeUndefined();
});

test('nothing is fetched where nvidia-smi may find a GPU, or TensorFlow is there', () => {
  program('nvidia-smi', '');
  expect(fetchAhead('doctor', [], { ...environment, REDISTILL_TENSORFLOW: '' })).toBeUndefined();
  mkdirSync(runtimeFolder(cache, wheels.cpu), { recursive: true });
  expect(fetchAhead('doctor', [], environment)).toBeUndefined();
});

test("the cache is the set-up's where the user's own variables say where", async () => {
  const home = { ...environment, REDISTILL_CACHE: '', XDG_CACHE_HOME: folder };
  await fetchAhead('doctor', [], home)!.end();
  expect(wheelIn(aheadFolder(cacheFolder(home), wheel))).toBeDefined();
});
