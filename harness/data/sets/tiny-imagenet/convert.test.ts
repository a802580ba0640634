import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { sha256 } from '../../../base/files/hash.ts';
import { exitCode, Problem } from '../../../base/problem.ts';
import { unpack } from '../../fetch/unpack.ts';
import { isWhole } from '../../fetch/unpacked.ts';
import { verify } from '../../fetch/verify.ts';
import { fetchData, publishedArchive } from '../fetch-data.ts';
import { jpegOf, tinyImagenetEntries } from '../fixtures/tiny-imagenet.ts';
import { type ZipEntry, zipped } from '../fixtures/zip.ts';

const tinyImagenet = publishedArchive('tiny-imagenet');

const folder = await mkdtemp(join(tmpdir(), 'redistill-fetch-tiny-'));
const data = join(folder, 'data');
const from = join(folder, 'given.zip');
vi.stubEnv('REDISTILL_DATA', data);
vi.spyOn(console, 'error').mockImplementation(() => {});
const log = vi.spyOn(console, 'log').mockImplementation(() => {});
afterAll(() => rm(folder, { recursive: true }));

let entries: ZipEntry[];
let archive: Buffer;
beforeAll(async () => {
  await mkdir(data);
  entries = await tinyImagenetEntries({ classes: 2, training: 2, test: 1 });
  archive = zipped(entries);
});

/** The sentence with which an archive is refused; of it nothing is left. */
async function refusal(archive: Buffer, expected = sha256(archive)): Promise<string> {
  await writeFile(from, archive);
  const before = await readdir(data, { recursive: true });
  const error = await fetchData('tiny-imagenet', { from, sha256: expected }).catch((error) => error);
  expect(error).toBeInstanceOf(Problem);
  expect(error.code).toBe(exitCode.data);
  const left = (await readdir(data, { recursive: true })).filter((name) => name !== 'tiny-imagenet');
  expect(left).toEqual(before.filter((name) => name !== 'tiny-imagenet'));
  return error.message.replaceAll(from, 'ARCHIVE');
}

test('an archive is unpacked, and what it holds is told', async () => {
  await writeFile(from, archive);
  const hash = sha256(archive);
  await fetchData('tiny-imagenet', { from, sha256: hash });
  const target = join(data, 'tiny-imagenet', hash.slice(0, 12));
  expect(log).toHaveBeenCalledWith(`Tiny ImageNet is in ${target}: 4 training images and 2 test images of 2 classes`);
  expect(await readFile(join(target, 'wnids.txt'), 'utf8')).toBe('n10000000\nn10000001\n');
  expect(await isWhole(target, hash)).toBe(true);
});

test('so is one that was packed anew on macOS', async () => {
  const beside = ['__MACOSX/._tiny-imagenet-200', 'tiny-imagenet-200/.DS_Store', 'tiny-imagenet-200/._wnids.txt'];
  const anew = [
    ...beside.map((name) => ({ name, contents: 'x' })),
    ...entries.map(({ name, ...rest }) => ({ ...rest, name: `./${name}` })),
  ];
  await writeFile(from, zipped(anew));
  const hash = sha256(await readFile(from));
  await fetchData('tiny-imagenet', { from, sha256: hash });
  expect(await isWhole(join(data, 'tiny-imagenet', hash.slice(0, 12)), hash)).toBe(true);
});

describe('the official archive, known by its size and md5', () => {
  const md5 = () => createHash('md5').update(archive).digest('hex');
  const official = () => ({ ...tinyImagenet, hash: md5(), bytes: archive.length });
  const cure = 'Look for another';

  test('is verified by both, and its sha256 is kept', async () => {
    await writeFile(from, archive);
    await verify(from, official(), { cure });
    await expect(verify(from, { ...official(), bytes: archive.length + 1 }, { cure })).rejects.toThrow(Problem);
    await expect(verify(from, tinyImagenet, { cure })).rejects.toThrow(
      `${from} is not the archive of Tiny ImageNet: it is another archive, with the md5 ${md5()} instead of 90528d7ca1a48142e341f4ef8d21d0de`,
    );
    const target = join(folder, 'official');
    await unpack(from, official(), target);
    expect(await isWhole(target, md5())).toBe(true);
    const manifest = JSON.parse(await readFile(join(target, 'manifest.json'), 'utf8'));
    expect([manifest.archive, manifest.sha256]).toEqual([md5(), sha256(archive)]);
  });

  test('may hold more than is known', async () => {
    const stray = { name: 'tiny-imagenet-200/something', contents: 'x' };
    await writeFile(from, zipped([...entries, stray]));
    await unpack(from, official(), join(folder, 'with-stray'));
    expect(await refusal(zipped([...entries, stray]))).toBe(
      "ARCHIVE has 'tiny-imagenet-200/something', which does not belong there",
    );
  });
});

describe('an archive that cannot be read is refused', () => {
  const is = 'ARCHIVE is not the archive of Tiny ImageNet:';
  const other = '0'.repeat(64);

  test('no archive at all', async () => {
    const page = Buffer.from('<title>Sign in</title>');
    expect(await refusal(page)).toBe('ARCHIVE is no zip file');
    expect(await refusal(page, other)).toBe(`${is} it is no zip file`);
    expect(await refusal(Buffer.alloc(0), other)).toBe(`${is} it is empty`);
  });

  test('cut short', async () => {
    const cut = archive.subarray(0, archive.length / 2);
    expect(await refusal(cut)).toBe('ARCHIVE is cut short');
    const there = `${cut.length.toLocaleString('en')} bytes are there`;
    expect(await refusal(cut, other)).toBe(`${is} it is cut short: ${there}`);
  });

  test('a bit flipped within an image, or in its directory', async () => {
    const flipped = Buffer.from(archive);
    const image = archive.indexOf('n10000001_1.JPEG') + 200;
    flipped[image] = flipped[image]! ^ 1;
    expect(await refusal(flipped)).toMatch(
      /^ARCHIVE is damaged: its part .*n10000001_1\.JPEG (cannot be|does not fit)/,
    );
    expect(await refusal(flipped, other)).toBe(`${is} it is damaged`);
    const directory = Buffer.from(archive);
    const signature = archive.lastIndexOf('PK\x01\x02');
    directory[signature] = directory[signature]! ^ 1;
    expect(await refusal(directory)).toBe("ARCHIVE is damaged: the zip archive's directory cannot be read");
  });

  test('another one', async () => {
    expect(await refusal(archive, other)).toBe(
      `${is} it is another archive, with the sha256 ${sha256(archive)} instead of ${other}`,
    );
  });

  test('names that lead out of it', async () => {
    for (const name of ['../evil.JPEG', 'tiny-imagenet-200/train/../../../evil.JPEG', '/tmp/evil.JPEG']) {
      expect(await refusal(zipped([...entries, { name, contents: 'x' }]))).toBe(
        `ARCHIVE has '${name}', which leads out of its folder`,
      );
    }
  });

  test('a file twice', async () => {
    expect(await refusal(zipped([...entries, entries[1]!]))).toMatch(/^ARCHIVE is damaged/);
  });
});

describe('an archive that is not in the form of the official one is refused', () => {
  const root = 'tiny-imagenet-200/';
  const without = (part: string) => zipped(entries.filter(({ name }) => !name.includes(part)));
  const replaced = (file: string, contents: Uint8Array | string) =>
    zipped(entries.map((entry) => (entry.name === root + file ? { ...entry, contents } : entry)));

  test('classes', async () => {
    expect(await refusal(without('wnids.txt'))).toBe(`ARCHIVE has no ${root}wnids.txt`);
    const twice = replaced('wnids.txt', 'n10000000\nn10000001\nn10000000\n');
    expect(await refusal(twice)).toBe(
      `ARCHIVE has 'n10000000' in ${root}wnids.txt, which is no name of a class, or twice`,
    );
    expect(await refusal(replaced('wnids.txt', '../n10000000\n'))).toContain("has '../n10000000' in");
    expect(await refusal(replaced('wnids.txt', 'n10000000\n'))).toBe(
      `ARCHIVE has '${root}train/n10000001/images/n10000001_0.JPEG', which does not belong there`,
    );
    expect(await refusal(without('train/n10000001/images'))).toBe('ARCHIVE has no training image of n10000001');
  });

  test('validation images and their annotations', async () => {
    const annotations = 'val/val_annotations.txt';
    expect(await refusal(without(annotations))).toBe(`ARCHIVE has no ${root}${annotations}`);
    expect(await refusal(without('val_1.JPEG'))).toBe(
      `ARCHIVE has no ${root}val/images/val_1.JPEG, or says twice what it shows`,
    );
    const one = 'val_0.JPEG\tn10000000\t0\t0\t9\t9\n';
    expect(await refusal(replaced(annotations, one))).toBe(
      `ARCHIVE does not say what ${root}val/images/val_1.JPEG shows`,
    );
    expect(await refusal(replaced(annotations, `${one}${one}`))).toBe(
      `ARCHIVE has no ${root}val/images/val_0.JPEG, or says twice what it shows`,
    );
    expect(await refusal(replaced(annotations, one.replace('n10000000', 'n99999999')))).toBe(
      `ARCHIVE says 'n99999999' of val_0.JPEG, which is not in ${root}wnids.txt`,
    );
  });

  test('images', async () => {
    const file = 'train/n10000000/images/n10000000_1.JPEG';
    const small = await sharp(await jpegOf(new Uint8Array(64 * 64 * 3)))
      .resize(32, 64)
      .jpeg()
      .toBuffer();
    expect(await refusal(replaced(file, small))).toBe(
      `ARCHIVE has ${root}${file}, which has 32x64 pixels instead of 64x64`,
    );
    for (const contents of ['no image', small.subarray(0, small.length / 2)]) {
      expect(await refusal(replaced(file, contents))).toContain(
        `ARCHIVE has ${root}${file}, which cannot be decoded (`,
      );
    }
  });
});
