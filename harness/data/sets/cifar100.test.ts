import { mkdtemp, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { sha256 } from '../../base/files/hash.ts';
import { exitCode, Problem } from '../../base/problem.ts';
import { datasetSchema } from '../../job/dataset.ts';
import { cifar100Archive } from './cifar100.ts';
import { fetchData } from './fetch-data.ts';
import { cifar100Entries, makeCifar100 } from './fixtures/cifar100.ts';
import { gzippedTar } from './fixtures/gzipped-tar.ts';
import { loadData } from './registry.ts';

const sizes = { training: 30, test: 7, classes: 100 };
const folder = await mkdtemp(join(tmpdir(), 'redistill-cifar100-'));
vi.stubEnv('REDISTILL_DATA', join(folder, 'data'));
afterAll(() => rm(folder, { recursive: true }));

/** Makes an archive ready and returns its sha256. */
async function ready({ path, sha256 }: { path: string; sha256: string }): Promise<string> {
  const quiet = [vi.spyOn(console, 'log'), vi.spyOn(console, 'error')].map((spy) => spy.mockImplementation(() => {}));
  await fetchData('cifar100', { from: path, sha256 });
  for (const spy of quiet) spy.mockRestore();
  return sha256;
}

const load = (archive?: string) => loadData(datasetSchema.parse({ name: 'cifar100', archive }));

test('images are rows of pixels, labels the fine ones', async () => {
  // Three images whose values say where they come from.
  const record = (image: number) =>
    Uint8Array.from({ length: 3074 }, (_, i) => {
      if (i === 0) return 7;
      if (i === 1) return 99 - image;
      const [channel, pixel] = [Math.floor((i - 2) / 1024), (i - 2) % 1024];
      const [row, column] = [Math.floor(pixel / 32), pixel % 32];
      return 80 * channel + 2 * row + (column >> 2) + image;
    });
  const contents = Buffer.concat([record(0), record(1), record(2)]);
  const entries = cifar100Entries(sizes).map((entry) =>
    entry.name.endsWith('train.bin') ? { ...entry, contents } : entry,
  );
  const archive = await gzippedTar(entries);
  const path = join(folder, 'three.tar.gz');
  await writeFile(path, archive);
  const { training, test, ...rest } = await load(await ready({ path, sha256: sha256(archive) }));
  expect(rest).toEqual({
    classes: 100,
    shape: [32, 32, 3],
    mean: [0.5071, 0.4867, 0.4408],
    deviation: [0.2675, 0.2565, 0.2761],
    mirrors: true,
  });
  expect(training.labels).toEqual(Int32Array.of(99, 98, 97));
  expect(training.images).toEqual(
    Uint8Array.from({ length: 3 * 3072 }, (_, i) => {
      const [channel, column, row] = [i % 3, Math.floor(i / 3) % 32, Math.floor(i / 96) % 32];
      return 80 * channel + 2 * row + (column >> 2) + Math.floor(i / 3072);
    }),
  );
  expect(test.labels).toEqual(Int32Array.of(0, 1, 2, 3, 4, 5, 6));
  expect(test.images.length).toBe(7 * 3072);
});

test('a suite means the official archive unless it says otherwise', () => {
  expect(datasetSchema.parse({ name: 'cifar100' })).toEqual({ name: 'cifar100', archive: cifar100Archive });
  expect(datasetSchema.safeParse({ name: 'cifar100', archive: 'ABC' }).success).toBe(false);
});

describe('what is not there, or not as it was', () => {
  let archive: string;
  let unpacked: string;
  beforeAll(async () => {
    archive = await ready(await makeCifar100(folder, sizes));
    unpacked = join(folder, 'data/cifar100', archive.slice(0, 12));
  });
  const again = () => `Run \`npm run data cifar100 -- --from ARCHIVE --sha256 ${archive}\` again`;

  async function refusal(asked?: string): Promise<string> {
    const error = await load(asked).then(
      () => undefined,
      (error) => error,
    );
    expect(error).toBeInstanceOf(Problem);
    expect(error.code).toBe(exitCode.data);
    return error.sentence;
  }

  test('nothing was fetched', async () => {
    vi.stubEnv('REDISTILL_DATA', join(folder, 'nothing'));
    expect(await refusal()).toBe(
      `the data set cifar100 is not in ${folder}/nothing/cifar100/58a81ae192c2. Run \`npm run data cifar100\``,
    );
    vi.stubEnv('REDISTILL_DATA', join(folder, 'data'));
  });

  test('another archive was fetched', async () => {
    const sentence = await refusal();
    expect(sentence).toContain(`${folder}/data/cifar100/58a81ae192c2 (other archives of it are: `);
    expect(sentence).toContain(archive.slice(0, 12));
    expect(sentence).toMatch(/ Run `npm run data cifar100`$/);
  });

  test('another archive lies in its place', async () => {
    const official = join(folder, 'data/cifar100/58a81ae192c2');
    await rename(unpacked, official);
    expect(await refusal()).toBe(
      `${official} is of the archive ${archive} instead of ${cifar100Archive}. Run \`npm run data cifar100\``,
    );
    await rename(official, unpacked);
  });

  describe('damage', () => {
    let whole: Buffer;
    beforeAll(async () => {
      whole = await readFile(join(unpacked, 'train.bin'));
    });
    beforeEach(() => writeFile(join(unpacked, 'train.bin'), whole));

    test('none', async () => {
      expect((await load(archive)).training.labels.length).toBe(30);
    });

    test('one bit', async () => {
      const flipped = Buffer.from(whole);
      flipped[5000] = flipped[5000]! ^ 4;
      await writeFile(join(unpacked, 'train.bin'), flipped);
      expect(await refusal(archive)).toBe(
        `${unpacked}/train.bin is damaged: its sha256 is another than when it was unpacked. ${again()}`,
      );
    });

    test('a missing end', async () => {
      await truncate(join(unpacked, 'train.bin'), 29 * 3074);
      expect(await refusal(archive)).toBe(
        `${unpacked}/train.bin is damaged: it has 89146 bytes instead of 92220. ${again()}`,
      );
    });

    test('a missing file', async () => {
      await rm(join(unpacked, 'train.bin'));
      expect(await refusal(archive)).toBe(`${unpacked}/train.bin is missing. ${again()}`);
    });

    test('a manifest that nobody can read', async () => {
      const manifest = await readFile(join(unpacked, 'manifest.json'));
      await writeFile(join(unpacked, 'manifest.json'), manifest.subarray(0, 50));
      expect(await refusal(archive)).toContain(`the data set cifar100 is not in ${unpacked}`);
      await writeFile(join(unpacked, 'manifest.json'), manifest);
    });
  });
});
