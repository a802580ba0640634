// A wheel fetched and unpacked by fetch-ahead.py, with the real python3 and pip; and the set-up that takes it from there.
import {
  appendFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { sha256 } from '../../harness/base/files/hash.ts';
import { makeTinyWorld, type TinyWorld } from './fixtures/tiny.ts';
import { aheadFolder, pipDownload, wheelIn } from './pip.mjs';
import { installRuntime, isWhole, runtimeFolder } from './runtime.ts';
import { unpackedAhead } from './unpacked-ahead.ts';

const program = fileURLToPath(new URL('fetch-ahead.py', import.meta.url));

let world: TinyWorld;
/** What fetch-ahead.py has made of the world's wheel. */
let fetched: string;

beforeAll(async () => {
  world = await makeTinyWorld();
  fetched = join(world.folder, 'fetched');
  expect((await start(world, fetched)).exitCode).toBe(0);
});
afterAll(() => rmSync(world.folder, { recursive: true }));
afterEach(() => rmSync(world.cache, { recursive: true, force: true }));

/** Starts fetch-ahead.py as fetch-ahead.mjs does. */
function start({ wheel, options }: TinyWorld, folder: string, parts = wheel.parts, more = options.pipArguments) {
  const { args, env } = pipDownload(wheel, folder, options.environment);
  const all = [program, folder, JSON.stringify(parts), ...args, ...more];
  return execa('python3', all, { env, extendEnv: false, reject: false });
}

/** The folder from which a set-up of this process takes what was fetched, with that in it. */
function placeAhead(): string {
  const folder = aheadFolder(world.cache, world.wheel);
  cpSync(fetched, folder, { recursive: true });
  return folder;
}

/** Lets the set-up install the runtime, which it must do without pip; returns its folder. */
async function install({ cache, wheel, options }: TinyWorld): Promise<string> {
  await installRuntime(cache, [wheel], [], { ...options.environment, PATH: '/nowhere' });
  const runtime = runtimeFolder(cache, [wheel]);
  expect(readdirSync(cache).map((name) => join(cache, name))).toEqual([runtime]);
  expect(isWhole(runtime)).toBe(true);
  return runtime;
}

const listIn = (ahead: string) => join(ahead, 'unpacked.json');
const fillerIn = (folder: string) => join(folder, 'tensorflow/filler');

test('the set-up takes what was unpacked, and does not read the wheel', async () => {
  const ahead = placeAhead();
  const { ino } = statSync(fillerIn(join(ahead, 'unpacked')));
  writeFileSync(wheelIn(ahead)!, 'no wheel any more');
  const runtime = await install(world);
  expect(statSync(fillerIn(runtime)).ino).toBe(ino);
  expect(readFileSync(fillerIn(runtime)).equals(Buffer.alloc(1_000_000))).toBe(true);
});

test('the files are those that the set-up unpacks itself, with the same modes', async () => {
  const files = (runtime: string) =>
    world.wheel.parts.map((path) => {
      const { mode } = statSync(join(runtime, path));
      return { path, mode, sha256: sha256(readFileSync(join(runtime, path))) };
    });
  placeAhead();
  const taken = files(await install(world));
  rmSync(world.cache, { recursive: true });
  rmSync(listIn(placeAhead()));
  expect(taken).toEqual(files(await install(world)));
});

test.each([
  ['a file is missing', (ahead: string) => rmSync(fillerIn(join(ahead, 'unpacked')))],
  ['a file is too short', (ahead: string) => truncateSync(fillerIn(join(ahead, 'unpacked')), 10)],
  ['a file is too long', (ahead: string) => appendFileSync(fillerIn(join(ahead, 'unpacked')), ' ')],
  ['the list is missing', (ahead: string) => rmSync(listIn(ahead))],
  ['the list is cut short', (ahead: string) => truncateSync(listIn(ahead), 30)],
  ['the list lacks a part', (ahead: string) => writeFileSync(listIn(ahead), '[]')],
  ['the list is something else', (ahead: string) => writeFileSync(listIn(ahead), '{ "path": 1 }')],
])('the set-up unpacks the wheel itself where %s', async (_, damage) => {
  const ahead = placeAhead();
  expect(unpackedAhead(ahead, world.wheel.parts)).toBeDefined();
  damage(ahead);
  expect(unpackedAhead(ahead, world.wheel.parts)).toBeUndefined();
  await install(world);
});

test('of a wheel that lacks a part nothing is unpacked, and the wheel remains', async () => {
  const ahead = aheadFolder(world.cache, world.wheel);
  expect((await start(world, ahead, [...world.wheel.parts, 'tensorflow/none'])).exitCode).toBe(0);
  expect(readdirSync(ahead).sort()).toEqual(['requirements.txt', expect.stringMatching(/\.whl$/)]);
});

test('where pip fails it ends as pip does, and unpacks nothing', async () => {
  const ahead = aheadFolder(world.cache, world.wheel);
  expect((await start(world, ahead, world.wheel.parts, ['--no-index'])).exitCode).toBe(1);
  expect(readdirSync(ahead)).toEqual(['requirements.txt']);
});

test('killed while it unpacks, it leaves nothing that counts, and the set-up does all of it', async () => {
  const large = await makeTinyWorld(100_000_000);
  try {
    const ahead = aheadFolder(large.cache, large.wheel);
    const python = start(large, ahead);
    const filler = fillerIn(join(ahead, 'unpacked'));
    await vi.waitUntil(() => existsSync(filler) && statSync(filler).size > 0, { timeout: 60_000, interval: 1 });
    python.kill('SIGKILL');
    expect((await python).signal).toBe('SIGKILL');
    expect(statSync(filler).size).toBeLessThan(100_000_000);
    expect(unpackedAhead(ahead, large.wheel.parts)).toBeUndefined();
    await install(large);
  } finally {
    rmSync(large.folder, { recursive: true });
  }
});
