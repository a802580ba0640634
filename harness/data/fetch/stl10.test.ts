import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { sha256 } from '../../base/files/hash.ts';
import { exitCode, Problem } from '../../base/problem.ts';
import { fetchData } from '../sets/fetch-data.ts';
import { type Entry, gzippedTar } from '../sets/fixtures/gzipped-tar.ts';
import { makeStl10, stl10Entries } from '../sets/fixtures/stl10.ts';

const sizes = { training: 3, test: 2, unlabelled: 4 };
const folder = await mkdtemp(join(tmpdir(), 'redistill-fetch-stl10-'));
const data = join(folder, 'data');
await mkdir(join(data, 'stl10'), { recursive: true });
vi.stubEnv('REDISTILL_DATA', data);
vi.spyOn(console, 'error').mockImplementation(() => {});
const log = vi.spyOn(console, 'log').mockImplementation(() => {});
afterAll(() => rm(folder, { recursive: true }));

test('an archive is unpacked, and what it holds is told', async () => {
  const { path, sha256: hash } = await makeStl10(folder, sizes);
  await fetchData('stl10', { from: path, sha256: hash });
  const target = join(data, 'stl10', hash.slice(0, 12));
  expect(log).toHaveBeenCalledWith(
    `STL-10 is in ${target}: 3 training images, 2 test images and 4 images without labels`,
  );
  expect(await readdir(target)).toContain('unlabeled_X.bin');
});

const entries = stl10Entries(sizes);
const replaced = (name: string, change: (contents: Buffer) => Buffer): Entry[] =>
  entries.map((entry) =>
    entry.name === `stl10_binary/${name}` ? { ...entry, contents: change(Buffer.from(entry.contents ?? '')) } : entry,
  );

test.each<[string, Entry[], string]>([
  [
    'no images without labels',
    entries.filter(({ name }) => !name.endsWith('unlabeled_X.bin')),
    'ARCHIVE has no stl10_binary/unlabeled_X.bin',
  ],
  [
    'half an image',
    replaced('test_X.bin', (bytes) => bytes.subarray(1)),
    'test_X.bin in ARCHIVE has 55295 bytes, which are no whole images of 27648',
  ],
  ['no image', replaced('train_X.bin', () => Buffer.alloc(0)), 'train_X.bin in ARCHIVE holds no image'],
  [
    'a label too many',
    replaced('train_y.bin', () => Buffer.of(1, 2, 3, 4)),
    'train_y.bin in ARCHIVE has 4 labels for 3 images',
  ],
  [
    'the label 0',
    replaced('train_y.bin', () => Buffer.of(1, 0, 3)),
    'train_y.bin in ARCHIVE gives image 1 the label 0, and there are 1 to 10',
  ],
  [
    'the label 11',
    replaced('test_y.bin', () => Buffer.of(1, 11)),
    'test_y.bin in ARCHIVE gives image 1 the label 11, and there are 1 to 10',
  ],
])('an archive with %s is refused, and none of it is left', async (_, entries, message) => {
  const archive = await gzippedTar(entries);
  const from = join(folder, 'given.tar.gz');
  await writeFile(from, archive);
  const before = await readdir(data, { recursive: true });
  const error = await fetchData('stl10', { from, sha256: sha256(archive) }).catch((error) => error);
  expect(error).toBeInstanceOf(Problem);
  expect(error.code).toBe(exitCode.data);
  expect(error.message.replaceAll(from, 'ARCHIVE')).toBe(message);
  expect(await readdir(data, { recursive: true })).toEqual(before);
});
