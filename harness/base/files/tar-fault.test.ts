import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { unpack } from '../../data/fetch/unpack.ts';
import { publishedArchive } from '../../data/sets/fetch-data.ts';
import { gzippedTar } from '../../data/sets/fixtures/gzipped-tar.ts';
import { devkitArchive, readGroundTruth } from '../../data/sets/imagenet/ground-truth.ts';
import { unpackTraining } from '../../data/sets/imagenet/unpack-archives.ts';
import { openBundle } from '../../results/bundle/open-bundle.ts';
import { withChecksums } from '../../tools/mutations/readers/tar-checksums.ts';
import { Problem } from '../problem.ts';

const cifar100 = publishedArchive('cifar100');

const folder = await mkdtemp(join(tmpdir(), 'redistill-tar-fault-'));
afterAll(() => rm(folder, { recursive: true }));

test('a size that cannot be read is a Problem, and nobody waits for the end of that file', async () => {
  const tar = gunzipSync(await gzippedTar([{ name: 'cifar-100-binary/train.bin', contents: 'some' }]));
  // The mark of a number in bytes, with others of its bits set.
  tar[124] = 0x9c;
  const path = join(folder, devkitArchive);
  await writeFile(path, gzipSync(withChecksums(tar)));
  const plain = join(folder, 'train.tar');
  await writeFile(plain, withChecksums(tar));
  const works: (() => Promise<unknown>)[] = [
    () => unpack(path, cifar100, join(folder, 'unpacked')),
    () => openBundle(path),
    () => readGroundTruth(folder),
    () => unpackTraining(plain, folder),
  ];
  for (const work of works) {
    const error = await work().catch((error: unknown) => error);
    expect(error).toBeInstanceOf(Problem);
    expect(String(error)).toMatch(/damaged|its size cannot be read/);
  }
});
