import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { type Dataset, File, ready } from 'h5wasm/node';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { sha256, sha256OfFile } from '../../../base/files/hash.ts';
import { exitCode, Problem } from '../../../base/problem.ts';
import { unpack } from '../../fetch/unpack.ts';
import { isWhole } from '../../fetch/unpacked.ts';
import { verify } from '../../fetch/verify.ts';
import { fetchData, publishedArchive } from '../fetch-data.ts';
import { asWritten, makeNyuDepth, nyuDepthVariables, type Written, writeMatlab } from '../fixtures/nyu-depth.ts';
import { classOfLabel, nyuDepthLabels } from './classes.ts';
import { nyuDepthSplit } from './split.ts';

const nyuDepth = publishedArchive('nyu-depth');

const folder = await mkdtemp(join(tmpdir(), 'redistill-fetch-nyu-'));
const data = join(folder, 'data');
vi.stubEnv('REDISTILL_DATA', data);
vi.spyOn(console, 'error').mockImplementation(() => {});
const log = vi.spyOn(console, 'log').mockImplementation(() => {});
afterAll(() => rm(folder, { recursive: true }));

const variables = nyuDepthVariables(3);
const written = asWritten(variables);
let made: { path: string; sha256: string };
let archive: Buffer;
beforeAll(async () => {
  await mkdir(data);
  made = await makeNyuDepth(folder, 3);
  archive = await readFile(made.path);
});

let given = 0;
/** The library keeps what it knows of a file that it could not read: each has its own path. */
const givenPath = () => join(folder, `given-${given++}.mat`);

/** The sentence with which an archive is refused; of it nothing is left. */
async function refusalOf(from: string, expected?: string): Promise<string> {
  const before = await readdir(data, { recursive: true });
  const error = await fetchData('nyu-depth', { from, sha256: expected ?? (await sha256OfFile(from)) }).catch(
    (error) => error,
  );
  expect(error).toBeInstanceOf(Problem);
  expect(error.code).toBe(exitCode.data);
  const left = (await readdir(data, { recursive: true })).filter((name) => name !== 'nyu-depth');
  expect(left).toEqual(before.filter((name) => name !== 'nyu-depth'));
  return error.message.replaceAll(from, 'ARCHIVE');
}

async function refusal(archive: Buffer, expected?: string): Promise<string> {
  const from = givenPath();
  await writeFile(from, archive);
  return refusalOf(from, expected);
}

/** Of an archive with other variables than it should have. */
async function refusalWith(changed: Record<string, Written>): Promise<string> {
  const from = givenPath();
  await writeMatlab(from, { ...written, ...changed });
  return refusalOf(from);
}

test('an archive is unpacked, and what it holds is told', async () => {
  await fetchData('nyu-depth', { from: made.path, sha256: made.sha256 });
  const target = join(data, 'nyu-depth', made.sha256.slice(0, 12));
  expect(log).toHaveBeenCalledWith(`NYU-Depth V2 is in ${target}: 1 training images and 2 test images`);
  expect(await isWhole(target, made.sha256)).toBe(true);
});

test('the fixture is a file as MATLAB saves it: HDF5 behind 512 bytes, in chunks of an image', async () => {
  expect(archive.toString('latin1', 0, 20)).toBe('MATLAB 7.3 MAT-file,');
  expect(archive.toString('latin1', 512, 520)).toBe('\x89HDF\r\n\x1a\n');
  await ready;
  const file = new File(made.path, 'r');
  const found = Object.fromEntries(
    ['images', 'depths', 'labels'].map((name) => {
      const { metadata, filters } = file.get(name) as Dataset;
      return [name, [metadata.shape, metadata.chunks, filters.map(({ id }) => id)]];
    }),
  );
  file.close();
  const gzip = 1;
  expect(found).toEqual({
    images: [[3, 3, 640, 480], [1, 3, 640, 480], [gzip]],
    depths: [[3, 640, 480], [1, 640, 480], [gzip]],
    labels: [[3, 640, 480], [1, 640, 480], [gzip]],
  });
});

test('the split has each image once, 795 to train on and 654 to test with', () => {
  const { training, test } = nyuDepthSplit(1449);
  expect([training.length, test.length]).toEqual([795, 654]);
  expect([...training, ...test].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 1449 }, (_, i) => i + 1));
  // The first and the last of `trainNdxs` and `testNdxs`.
  expect([training.slice(0, 8), training.at(-1)]).toEqual([[3, 4, 5, 6, 7, 8, 10, 11], 1440]);
  expect([test.slice(0, 8), test.at(-1)]).toEqual([[1, 2, 9, 14, 15, 16, 17, 18], 1449]);
});

test('of 894 labels each has a class, those that name one theirs', () => {
  expect(nyuDepthLabels).toBe(894);
  expect([classOfLabel[0], Math.min(...classOfLabel.subarray(1)), Math.max(...classOfLabel)]).toEqual([0, 1, 13]);
  // Cabinet, ceiling, chair, floor, table, wall, window, picture, sofa, books, bed, television.
  const labels = [3, 4, 5, 11, 19, 21, 59, 64, 83, 85, 157, 172];
  expect(labels.map((label) => classOfLabel[label])).toEqual([6, 3, 4, 5, 10, 12, 13, 8, 9, 2, 1, 11]);
});

describe('the official archive, known by its size and md5', () => {
  const md5 = () => createHash('md5').update(archive).digest('hex');
  const official = () => ({ ...nyuDepth, hash: md5(), bytes: archive.length });
  const cure = 'Look for another';

  test('is verified by both, and its sha256 is kept', async () => {
    await verify(made.path, official(), { cure });
    await expect(verify(made.path, { ...official(), bytes: archive.length + 1 }, { cure })).rejects.toThrow(Problem);
    await expect(verify(made.path, nyuDepth, { cure })).rejects.toThrow(
      `it is another archive, with the md5 ${md5()} instead of 520609c519fba3ba5ac58c8fefcc3530`,
    );
    const target = join(folder, 'official');
    await unpack(made.path, official(), target);
    const manifest = JSON.parse(await readFile(join(target, 'manifest.json'), 'utf8'));
    expect([manifest.archive, manifest.sha256]).toEqual([md5(), made.sha256]);
  });
});

describe('an archive that cannot be read is refused', () => {
  const is = 'ARCHIVE is not the archive of NYU-Depth V2:';
  const other = '0'.repeat(64);

  test('no archive at all', async () => {
    const page = Buffer.from('<title>Sign in</title>');
    expect(await refusal(page)).toBe('ARCHIVE is no hdf5 file');
    expect(await refusal(page, other)).toBe(`${is} it is no hdf5 file`);
    expect(await refusal(Buffer.alloc(0), other)).toBe(`${is} it is empty`);
  });

  test('cut short', async () => {
    for (const bytes of [archive.length / 2, archive.length - 1]) {
      const cut = archive.subarray(0, bytes);
      expect(await refusal(cut)).toBe('ARCHIVE is cut short');
      const there = `${cut.length.toLocaleString('en')} bytes are there`;
      expect(await refusal(cut, other)).toBe(`${is} it is cut short: ${there}`);
    }
  });

  test('damaged', async () => {
    const flipped = Buffer.from(archive);
    const middle = Math.floor(archive.length / 2);
    flipped.fill(0, middle, middle + 1000);
    expect(await refusal(flipped)).toBe(
      "ARCHIVE is damaged: its variable 'depths' cannot be read (filter returned failure during read)",
    );
    const headless = Buffer.concat([archive.subarray(0, 520), Buffer.alloc(4000)]);
    expect(await refusal(headless)).toMatch(/^ARCHIVE is damaged: /);
    expect(await refusal(headless, other)).toBe(`${is} it is damaged`);
  });

  test('another one', async () => {
    expect(await refusal(archive, other)).toBe(
      `${is} it is another archive, with the sha256 ${sha256(archive)} instead of ${other}`,
    );
  });

  test('a process says so in a sentence, and its library nothing', async () => {
    const from = givenPath();
    await writeFile(from, archive.subarray(0, archive.length / 2));
    const args = ['scripts/start.mjs', 'data', 'nyu-depth', '--from', from, '--sha256', await sha256OfFile(from)];
    const {
      stdout,
      stderr,
      exitCode: code,
    } = await execa(process.execPath, args, {
      cwd: join(import.meta.dirname, '../../../..'),
      env: { REDISTILL_DATA: join(folder, 'data-of-process') },
      reject: false,
    });
    expect(code).toBe(exitCode.data);
    expect(stdout).toBe('');
    expect(stderr.split('\n')).toEqual([
      `redistill: unpacking ${from}`,
      `redistill: ${from} is cut short. Take the archive from its publisher, or one in its form`,
    ]);
  });
});

describe('an archive that is not in the form of the official one is refused', () => {
  const ofOne = (name: 'images' | 'depths' | 'labels', data: Written['data']) => ({
    [name]: { ...written[name]!, data },
  });

  test('variables that are missing', async () => {
    const from = givenPath();
    await writeMatlab(from, { images: written.images!, labels: written.labels! });
    expect(await refusalOf(from)).toBe("ARCHIVE has no variable 'depths'");
  });

  test('types', async () => {
    expect(await refusalWith(ofOne('depths', Float64Array.from(variables.depths)))).toBe(
      "ARCHIVE has 'depths' as float64 instead of float32",
    );
    expect(await refusalWith(ofOne('labels', Uint8Array.from(variables.labels)))).toBe(
      "ARCHIVE has 'labels' as uint8 instead of uint16",
    );
  });

  test('shapes', async () => {
    const turned = { data: variables.labels, shape: [3, 480, 640] };
    expect(await refusalWith({ labels: turned })).toBe(
      "ARCHIVE has 'labels' in the shape 3 x 480 x 640 instead of any x 640 x 480",
    );
    const pixels = 640 * 480;
    const fewer = { data: variables.labels.subarray(0, 2 * pixels), shape: [2, 640, 480] };
    expect(await refusalWith({ labels: fewer })).toBe("ARCHIVE has 3 images, but 'labels' of 2");
  });

  test('too few images', async () => {
    const from = givenPath();
    await writeMatlab(from, asWritten(nyuDepthVariables(2)));
    expect(await refusalOf(from)).toBe(
      'ARCHIVE has 2 images, and with 3 there is one to train on and one to test with',
    );
  });

  test('more images than the split knows', async () => {
    const from = givenPath();
    await ready;
    const file = new File(from, 'w');
    for (const [name, { data, shape, chunks }] of Object.entries(written)) {
      const [, ...item] = shape;
      const dataset = file.create_dataset({ name, data, shape, chunks: chunks!, maxshape: [null, ...item] });
      // What is not written takes no place.
      dataset.resize([1450, ...item]);
    }
    file.close();
    expect(await refusalOf(from)).toBe('ARCHIVE has 1450 images, and the split is of 1449');
  });

  test('depths and labels that cannot be', async () => {
    // In the last image, which is the one to train on.
    for (const [depth, text] of [
      [Number.NaN, 'NaN'],
      [-0.5, '-0.5'],
      [Number.POSITIVE_INFINITY, 'Infinity'],
    ] as const) {
      const depths = variables.depths.slice();
      depths[depths.length - 1] = depth;
      expect(await refusalWith(ofOne('depths', depths))).toBe(`ARCHIVE has the depth ${text} in image 3`);
    }
    const labels = variables.labels.slice();
    labels[0] = 895;
    expect(await refusalWith(ofOne('labels', labels))).toBe(
      'ARCHIVE has the label 895, and there are 1 to 894, in image 1',
    );
  });
});
