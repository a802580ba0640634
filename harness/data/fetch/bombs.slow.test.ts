import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip, deflateSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publishedArchive } from '../sets/fetch-data.ts';
import { zipped } from '../sets/fixtures/zip.ts';
import { devkitArchive, readGroundTruth } from '../sets/imagenet/ground-truth.ts';
import { structuresIn } from '../sets/imagenet/mat-file.ts';
import { gzipStateOf } from './gzip.ts';
import { openZip, zipStateOf } from './open-zip.ts';
import { unpack } from './unpack.ts';

const cifar100 = publishedArchive('cifar100');

const folder = await mkdtemp(join(tmpdir(), 'redistill-bombs-'));
afterAll(() => rm(folder, { recursive: true }));
const bomb = join(folder, 'bomb.tar.gz');
const zeros = (megabytes: number) => Array.from({ length: megabytes }, () => Buffer.alloc(2 ** 20));

beforeAll(async () => {
  const tar = pack();
  const entry = tar.entry({ name: 'cifar-100-binary/train.bin', size: 400 * 2 ** 20 });
  await Promise.all([
    pipeline(zeros(400), entry).then(() => tar.finalize()),
    pipeline(tar, createGzip({ level: 1 }), createWriteStream(bomb)),
  ]);
});

/** What is thrown, if no more than that is taken of the memory. */
async function refusalBelow(megabytes: number, work: () => unknown): Promise<string> {
  const before = process.memoryUsage.rss();
  const error: unknown = await Promise.resolve()
    .then(work)
    .catch((error) => error);
  expect((process.memoryUsage.rss() - before) / 2 ** 20).toBeLessThan(megabytes);
  if (!(error instanceof Error)) throw new Error('it is taken');
  return error.message;
}

test('a tar archive that unpacks to a thousand times its size is refused, and none of it is left', async () => {
  const target = join(folder, 'data', 'unpacked');
  await mkdir(join(target, '..'));
  const refusal = await refusalBelow(200, () => unpack(bomb, cifar100, target));
  expect(refusal).toBe(`${bomb} unpacks to more than 100 times its size`);
  expect(await readdir(join(folder, 'data'))).toEqual([]);
  expect(await gzipStateOf(bomb)).toBe('damaged');
});

test("ImageNet's devkit, and what is compressed in it, are unpacked to what they may have", async () => {
  const devkit = join(folder, devkitArchive);
  await rename(bomb, devkit);
  expect(await refusalBelow(200, () => readGroundTruth(folder))).toContain('unpacks to more than 100 times its size');
  await rename(devkit, bomb);
});

test('a compressed array of MATLAB, and a part of a zip archive, are unpacked to what they may have', async () => {
  const tag = Buffer.alloc(136);
  const deflated = deflateSync(Buffer.concat(zeros(200)));
  tag.writeUInt32LE(15, 128);
  tag.writeUInt32LE(deflated.length, 132);
  const refusal = await refusalBelow(100, () => structuresIn(Buffer.concat([tag, deflated])));
  expect(refusal).toBe('its array of structures cannot be read');

  const path = join(folder, 'bomb.zip');
  await writeFile(path, zipped([{ name: 'zeros', contents: Buffer.concat(zeros(200)) }]));
  const before = process.memoryUsage.rss();
  expect(await zipStateOf(path)).toBe('whole');
  const zip = await openZip(path);
  expect(() => zip.read('zeros', 2 ** 20)).toThrow('its part zeros says that it has 209715200 bytes');
  expect(process.memoryUsage.rss() - before).toBeLessThan(100e6);
});
