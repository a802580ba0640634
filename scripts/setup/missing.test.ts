// What the machine may lack: each is one sentence with its cure, and the exit code that a script can act on.
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execaSync } from 'execa';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { exitCode } from '../../harness/base/problem.ts';
import { makeTinyWorld, startSetUp, type TinyWorld } from './fixtures/tiny.ts';
import { checkPlatform, findProgram, thisPlatform } from './machine.ts';
import type { Wheel } from './wheels.ts';

let world: TinyWorld;

beforeAll(async () => {
  world = await makeTinyWorld(30_000_000);
});

afterEach(() => rmSync(world.cache, { recursive: true, force: true }));
afterAll(() => rmSync(world.folder, { recursive: true, force: true }));

/** A PATH with these programs alone: a path is linked to, a script is written. */
function pathWith(programs: Record<string, { link?: string | undefined; script?: string }>): string {
  const folder = mkdtempSync(join(world.folder, 'bin-'));
  for (const [name, { link, script }] of Object.entries(programs)) {
    const file = join(folder, name);
    if (link !== undefined) symlinkSync(link, file);
    else writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }
  return folder;
}

const gxx = { link: findProgram('g++', process.env) };

/** The set-up's last line and exit code, with other pins, pip arguments or environment. */
async function fails(environment: NodeJS.ProcessEnv, pins: Partial<Wheel> = {}, pipArguments?: string[]) {
  const wheel = { ...world.wheel, ...pins };
  const options = { ...world.options, pins: { cpu: [wheel], cuda: [wheel] } };
  if (pipArguments !== undefined) options.pipArguments = pipArguments;
  const result = await startSetUp({ ...world, options }, environment);
  return { code: result.exitCode, line: result.stderr.split('\n').at(-1) };
}

test('no python3', async () => {
  expect(await fails({ PATH: pathWith({ 'g++': gxx }) })).toEqual({
    code: exitCode.machine,
    line: 'redistill: python3 is missing (its pip fetches TensorFlow). Install it (on Debian and Ubuntu: apt-get install python3 python3-pip), then run the same command again',
  });
});

test('python3 without pip', async () => {
  const PATH = pathWith({
    'g++': gxx,
    python3: { script: 'echo "/usr/bin/python3: No module named pip" >&2; exit 1' },
  });
  expect(await fails({ PATH })).toEqual({
    code: exitCode.machine,
    line: 'redistill: python3 has no pip (it fetches TensorFlow). Install it (on Debian and Ubuntu: apt-get install python3-pip), then run the same command again',
  });
});

test('no g++, and it is said before anything is fetched', async () => {
  const { code, line } = await fails({ PATH: pathWith({ python3: { script: 'exit 0' } }) });
  expect({ code, line }).toEqual({
    code: exitCode.machine,
    line: 'redistill: g++ is missing (it ties Node to TensorFlow). Install it (on Debian and Ubuntu: apt-get install g++), then run the same command again',
  });
  expect(readdirSync(world.cache)).toEqual([]);
});

test('a g++ that cannot compile it', async () => {
  const script = 'echo "binding.cc:2:10: fatal error: stdio.h: No such file or directory" >&2; exit 1';
  const PATH = `${pathWith({ 'g++': { script } })}:${process.env.PATH}`;
  expect(await fails({ PATH })).toEqual({
    code: exitCode.machine,
    line: 'redistill: g++ cannot compile the binding between Node and TensorFlow (binding.cc:2:10: fatal error: stdio.h: No such file or directory). Install g++ 9 or newer with its libraries (on Debian and Ubuntu: apt-get install build-essential)',
  });
});

test('a wheel that is not the pinned one', async () => {
  const { code, line } = await fails({}, { sha256: 'f'.repeat(64) });
  expect(code).toBe(exitCode.machine);
  expect(line).toContain(`The wheel of tinyflow 1.0 is not the pinned one: its sha256 is not ${'f'.repeat(64)}. `);
  expect(readdirSync(world.cache)).toEqual([]);
});

test('no network', async () => {
  const unreachable = ['--index-url=http://127.0.0.1:9/', '--retries=0', '--timeout=1'];
  const { code, line } = await fails({ PIP_FIND_LINKS: '' }, {}, unreachable);
  expect(code).toBe(exitCode.machine);
  expect(line).toContain('pip cannot fetch tinyflow 1.0 (No matching distribution found for tinyflow==1.0');
  expect(line).toContain('). Check the network and the index of your pip');
});

test('less free disk than it needs, and it is said before anything is fetched', async () => {
  const { code, line } = await fails({}, { unpackedBytes: 1e17 });
  expect(code).toBe(exitCode.storage);
  expect(line).toMatch(
    /^redistill: TensorFlow needs 100000000\.\d GB of disk space, and \/\S+ has \d+(\.\d)? [GM]B\. Free /,
  );
  expect(readdirSync(world.cache)).toEqual([]);
});

const disk = mkdtempSync(join(tmpdir(), 'redistill-disk-'));
const mount = execaSync('mount', ['-t', 'tmpfs', '-o', 'size=20m', 'tmpfs', disk], { reject: false });
afterAll(() => {
  if (!mount.failed) execaSync('umount', [disk]);
  rmSync(disk, { recursive: true });
});

test.skipIf(mount.failed)('a disk that fills up on the way (skipped where mounting one is not permitted)', async () => {
  const { code, line } = await fails({ REDISTILL_CACHE: disk }, { unpackedBytes: 1 });
  expect({ code, line }).toEqual({
    code: exitCode.storage,
    line: `redistill: The disk of ${disk} is full. Free some space, or set REDISTILL_CACHE to a folder on another disk`,
  });
  expect(readdirSync(disk)).toEqual([]);
});

test('a cache folder that cannot be made', async () => {
  writeFileSync(join(world.folder, 'file'), '');
  const cache = join(world.folder, 'file/cache');
  expect(await fails({ REDISTILL_CACHE: cache })).toEqual({
    code: exitCode.storage,
    line: `redistill: The folder ${cache} cannot be written (ENOTDIR: not a directory). Set REDISTILL_CACHE to a folder elsewhere`,
  });
});

test('a cache folder with a colon, which the loader would read as two', async () => {
  const cache = join(world.folder, 'a:b');
  const { code, line } = await fails({ REDISTILL_CACHE: cache });
  expect({ code, line }).toEqual({
    code: exitCode.configuration,
    line: `redistill: The cache folder ${cache} has a colon in its path. Set REDISTILL_CACHE to a folder elsewhere`,
  });
});

test('node_modules that cannot be written', async () => {
  const lib = join(world.options.packages, '@tensorflow/tfjs-node-gpu/lib');
  writeFileSync(lib, 'a file where a folder should be');
  const { code, line } = await fails({});
  rmSync(lib);
  mkdirSync(lib);
  expect(code).toBe(exitCode.storage);
  expect(line).toContain(`${lib}/napi-v8/tfjs_binding.node cannot be written (`);
});

const good = { system: 'linux', processor: 'x64', glibc: '2.36', avx: true };

test.each([
  ['macOS', { ...good, system: 'darwin', processor: 'arm64' }, 'this is darwin on arm64'],
  ['Arm', { ...good, processor: 'arm64' }, 'this is linux on arm64'],
  ['Alpine', { ...good, glibc: undefined }, 'not glibc (musl, as on Alpine)'],
  ['an old Linux', { ...good, glibc: '2.17' }, 'its glibc 2.17 is too old'],
  ['an old processor', { ...good, avx: false }, 'no AVX instructions'],
])('%s is refused', (_, platform, what) => {
  expect(() => checkPlatform(platform)).toThrow(what);
});

test('this machine is described, and accepted', () => {
  expect(thisPlatform()).toMatchObject({ system: 'linux', processor: 'x64', avx: true });
  expect(() => checkPlatform(thisPlatform())).not.toThrow();
});
