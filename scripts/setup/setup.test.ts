import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execaSync } from 'execa';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { bindingFile, ownAddOnFile, ownAddOns } from './binding.ts';
import { answerOf, makeTinyWorld, startSetUp, type TinyWorld } from './fixtures/tiny.ts';
import { isWhole, runtimeFolder } from './runtime.ts';

const runtimeOf = ({ cache, wheel }: TinyWorld) => runtimeFolder(cache, [wheel]);
const partials = ({ cache }: TinyWorld) => readdirSync(cache).filter((name) => name.startsWith('.partial-'));
/** Runs a command in a world in which a folder, the argument after these, cannot be written. */
const contain = 'mount --bind "$0" "$0"; mount -o remount,ro,bind "$0"; exec "$@"';
const readOnly = ['/usr/bin/unshare', '--mount', '/bin/bash', '-ec', `PATH=/usr/bin:/usr/sbin:/bin:/sbin; ${contain}`];
const canMount = execaSync('unshare', ['--mount', 'true'], { reject: false }).exitCode === 0;
const silence = { exitCode: 0, stderr: '' };

/** A tiny world for the tests of one block. */
function useWorld(fillerBytes: number): () => TinyWorld {
  let world: TinyWorld;
  beforeAll(async () => {
    world = await makeTinyWorld(fillerBytes);
  });
  afterAll(() => rmSync(world.folder, { recursive: true, force: true }));
  return () => world;
}

describe('one cache, from empty on', () => {
  const world = useWorld(1_000_000);

  test('an empty cache is filled: fetched, unpacked, compiled, placed, and nothing else is left', async () => {
    const { exitCode, stderr } = await startSetUp(world());
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(/^redistill: fetching tinyflow 1\.0 \(\d+ kB\)$/),
      'redistill: unpacking tinyflow (1 MB)',
      'redistill: compiling the binding between Node and TensorFlow (about 10 s)',
    ]);
    expect(exitCode).toBe(0);
    expect(await answerOf(world())).toBe('42');
    const runtime = runtimeOf(world());
    expect(readdirSync(world().cache).map((name) => join(world().cache, name))).toEqual([runtime]);
    expect(readdirSync(join(runtime, 'tensorflow')).sort()).toEqual([
      'filler',
      'libtensorflow_cc.so.2',
      'libtensorflow_framework.so.2',
    ]);
  });

  test('when nothing is missing it takes no program and no word', async () => {
    const before = statSync(world().binding).mtimeMs;
    const result = await startSetUp(world(), { PATH: '/nowhere' });
    expect(result).toMatchObject(silence);
    expect(statSync(world().binding).mtimeMs).toBe(before);
  });

  test('a second node_modules costs no compiler', async () => {
    rmSync(world().binding);
    expect(await startSetUp(world(), { PATH: '/nowhere' })).toMatchObject(silence);
    expect(await answerOf(world())).toBe('42');
  });

  test.skipIf(!canMount)(
    'where node_modules cannot be written, the cache has the add-ons (skipped where mounting is not permitted)',
    async () => {
      const { packages } = world().options;
      rmSync(world().binding);
      const { exitCode, stdout } = await startSetUp(world(), { PATH: '/nowhere' }, [...readOnly, packages]);
      expect(exitCode).toBe(0);
      const folder = stdout.split('\n')[1]!;
      expect(dirname(folder)).toBe(world().cache);
      expect(existsSync(world().binding)).toBe(false);
      expect(await answerOf({ ...world(), binding: join(folder, 'tfjs_binding.node') })).toBe('42');
      rmSync(folder, { recursive: true });
      expect(await startSetUp(world(), { PATH: '/nowhere' })).toMatchObject(silence);
    },
  );

  test.each(ownAddOns)(
    'our own add-on $name is placed; without a compiler for it the set-up is done all the same',
    async (addOn) => {
      const placed = join(dirname(world().binding), `${addOn.name}.node`);
      expect(existsSync(placed)).toBe(true);
      rmSync(placed);
      rmSync(ownAddOnFile(addOn, runtimeOf(world()), world().options.packages));
      expect(await startSetUp(world(), { PATH: '/nowhere' })).toMatchObject(silence);
      expect(existsSync(placed)).toBe(false);
      expect(await startSetUp(world())).toMatchObject(silence);
      expect(existsSync(placed)).toBe(true);
    },
  );

  test('another binding in node_modules is replaced', async () => {
    writeFileSync(world().binding, 'of another runtime');
    expect(await startSetUp(world())).toMatchObject(silence);
    expect(await answerOf(world())).toBe('42');
  });

  test('a cache behind a symbolic link is used by its real path', async () => {
    const link = join(world().folder, 'link');
    symlinkSync(world().cache, link);
    expect(await startSetUp(world(), { REDISTILL_CACHE: link })).toMatchObject(silence);
  });

  test('a damaged runtime is redone', async () => {
    const runtime = runtimeOf(world());
    const manifest = join(runtime, 'manifest.json');
    const whole = readFileSync(manifest);
    rmSync(manifest);
    expect(isWhole(runtime)).toBe(false);
    writeFileSync(manifest, whole.subarray(0, 30));
    expect(isWhole(runtime)).toBe(false);
    writeFileSync(manifest, whole);
    expect(isWhole(runtime)).toBe(true);
    truncateSync(join(runtime, 'tensorflow/filler'), 10);
    expect(isWhole(runtime)).toBe(false);
    rmSync(join(runtime, 'tensorflow/filler'));
    expect(isWhole(runtime)).toBe(false);

    const { exitCode, stderr } = await startSetUp(world());
    expect({ exitCode, unpacked: stderr.includes('unpacking') }).toEqual({ exitCode: 0, unpacked: true });
    expect(isWhole(runtime)).toBe(true);
    expect(await answerOf(world())).toBe('42');
    expect(partials(world())).toEqual([]);
  });

  test('new sources of the binding mean a new binding, in the same runtime', async () => {
    const { packages } = world().options;
    const before = bindingFile(runtimeOf(world()), packages);
    const source = join(packages, '@tensorflow/tfjs-node-gpu/binding/binding.cc');
    writeFileSync(source, readFileSync(source, 'utf8').replace('answer() + 0', 'answer() + 1'));
    const { stderr } = await startSetUp(world());
    expect(stderr).toBe('redistill: compiling the binding between Node and TensorFlow (about 10 s)');
    expect(bindingFile(runtimeOf(world()), packages)).not.toBe(before);
    expect(await answerOf(world())).toBe('43');
  });

  test('a cache that was moved gets another binding, without a download', async () => {
    const cache = join(world().folder, 'moved, with space');
    renameSync(world().cache, cache);
    await expect(answerOf(world())).rejects.toThrow('libtensorflow_cc.so.2');
    const { exitCode, stderr } = await startSetUp(world(), { REDISTILL_CACHE: cache });
    expect(exitCode).toBe(0);
    expect(stderr).toBe('redistill: compiling the binding between Node and TensorFlow (about 10 s)');
    expect(await answerOf(world())).toBe('43');
  });
});

describe('set-ups that are killed, or meet', () => {
  const world = useWorld(80_000_000);

  test('a set-up killed while it unpacks leaves nothing that counts, and the next one redoes it', async () => {
    const first = startSetUp(world());
    const filler = await vi.waitUntil(
      () => {
        const [partial] = existsSync(world().cache) ? partials(world()) : [];
        const path = join(world().cache, partial ?? 'none', 'runtime/tensorflow/filler');
        return existsSync(path) && statSync(path).size > 0 && path;
      },
      { timeout: 60_000, interval: 5 },
    );
    first.kill('SIGKILL');
    expect((await first).signal).toBe('SIGKILL');
    expect(statSync(filler).size).toBeLessThan(80_000_000);
    expect(existsSync(runtimeOf(world()))).toBe(false);
    expect(partials(world())).toHaveLength(1);

    expect((await startSetUp(world())).exitCode).toBe(0);
    expect(partials(world())).toEqual([]);
    expect(await answerOf(world())).toBe('42');
  });

  test('set-ups killed at any moment never harm the next one', async () => {
    rmSync(world().cache, { recursive: true });
    for (const milliseconds of [400, 900, 1400, 1900]) {
      const killed = startSetUp(world());
      await sleep(milliseconds);
      killed.kill('SIGKILL');
      await killed;
      if (existsSync(runtimeOf(world()))) expect(isWhole(runtimeOf(world()))).toBe(true);
    }
    expect((await startSetUp(world())).exitCode).toBe(0);
    expect(await answerOf(world())).toBe('42');
    expect(partials(world())).toEqual([]);
  });

  test('set-ups at the same time do not disturb one another', async () => {
    rmSync(world().cache, { recursive: true });
    const results = await Promise.all([startSetUp(world()), startSetUp(world()), startSetUp(world())]);
    expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    expect(readdirSync(world().cache)).toHaveLength(1);
    expect(await answerOf(world())).toBe('42');
  });
});
