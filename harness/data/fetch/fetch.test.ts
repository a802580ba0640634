import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { sha256 } from '../../base/files/hash.ts';
import { exitCode, Problem } from '../../base/problem.ts';
import { cifar100Archive } from '../sets/cifar100.ts';
import { fetchData, publishedArchive } from '../sets/fetch-data.ts';
import { cifar100Entries, makeCifar100 } from '../sets/fixtures/cifar100.ts';
import { type Entry, gzippedTar } from '../sets/fixtures/gzipped-tar.ts';
import type { FetchOptions } from './fetch.ts';

const sizes = { training: 20, test: 10 };

let folder: string;
let data: string;
let said: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redistill-fetch-'));
  data = join(folder, 'data');
  said = [];
  vi.stubEnv('REDISTILL_DATA', data);
  vi.spyOn(console, 'log').mockImplementation((line) => said.push(line));
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => rm(folder, { recursive: true }));

/** Everything in the data folder, with its contents. */
async function everything(): Promise<Record<string, string>> {
  const entries = await readdir(data, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.map(async (entry) => {
    const path = join(entry.parentPath, entry.name);
    return [relative(data, path), entry.isFile() ? sha256(await readFile(path)) : 'a folder'] as const;
  });
  return Object.fromEntries(await Promise.all(files));
}

async function refusal(options: FetchOptions): Promise<Problem> {
  const error = await fetchData('cifar100', options).then(
    () => undefined,
    (error) => error,
  );
  expect(error).toBeInstanceOf(Problem);
  return error;
}

/** Writes an archive and returns the options that ask for it. */
async function archiveOf(entries: readonly Entry[]): Promise<{ from: string; sha256: string }> {
  return written(await gzippedTar(entries));
}

async function written(archive: Buffer): Promise<{ from: string; sha256: string }> {
  const from = join(folder, 'given.tar.gz');
  await writeFile(from, archive);
  return { from, sha256: sha256(archive) };
}

test('a given archive is unpacked, with a manifest; the second time nothing is done', async () => {
  const { path, sha256: hash } = await makeCifar100(folder, sizes);
  expect(await fetchData('cifar100', { from: path, sha256: hash.toUpperCase() })).toBe(exitCode.done);
  const target = join(data, 'cifar100', hash.slice(0, 12));
  expect(said).toEqual([`CIFAR-100 is in ${target}: 20 training images and 10 test images`]);
  const files = ['coarse_label_names.txt', 'fine_label_names.txt', 'manifest.json', 'test.bin', 'train.bin'];
  expect((await readdir(target)).toSorted()).toEqual(files);
  expect(await readdir(join(data, 'cifar100'))).toEqual([hash.slice(0, 12)]);
  const manifest = JSON.parse(await readFile(join(target, 'manifest.json'), 'utf8'));
  expect(manifest.archive).toBe(hash);
  const train = await readFile(join(target, 'train.bin'));
  expect(manifest.files['train.bin']).toEqual({ bytes: 20 * 3074, sha256: sha256(train) });
  expect(train.equals(cifar100Entries(sizes)[2]!.contents as Buffer)).toBe(true);

  const { mtimeMs } = await stat(join(target, 'manifest.json'));
  await rm(path);
  await fetchData('cifar100', { from: path, sha256: hash });
  expect(said[1]).toBe(`CIFAR-100 is there already: ${target}`);
  expect((await stat(join(target, 'manifest.json'))).mtimeMs).toBe(mtimeMs);
});

test('an archive that was packed anew, on macOS too, is taken', async () => {
  const beside = (name: string): Entry => ({ name, contents: 'x', pax: { comment: 'by bsdtar' } });
  const entries = [
    { name: './', type: 'directory' as const },
    beside('./._cifar-100-binary'),
    ...cifar100Entries(sizes).flatMap(({ name, ...rest }) => [
      beside(`./${name.replace(/[^/]+\/?$/, '._$&').replace(/\/$/, '')}`),
      { name: `./${name}`, ...rest, pax: { 'LIBARCHIVE.xattr.com.apple.provenance': 'x' } },
    ]),
    beside('./cifar-100-binary/.DS_Store'),
    beside('__MACOSX/cifar-100-binary/._train.bin'),
  ];
  const given = await archiveOf(entries);
  expect(await fetchData('cifar100', given)).toBe(exitCode.done);
  const files = await readdir(join(data, 'cifar100', given.sha256.slice(0, 12)));
  expect(files.toSorted()).toEqual([
    ...['coarse_label_names.txt', 'fine_label_names.txt', 'manifest.json', 'test.bin', 'train.bin'],
  ]);
});

test.each([
  ['cifar-100-python', ['meta', 'test', 'train'], "CIFAR-100's Python version"],
  ['cifar-100-matlab', ['meta.mat', 'train.mat'], "CIFAR-100's MATLAB version"],
  ['cifar-10-batches-bin', ['data_batch_1.bin'], "CIFAR-10's binary version"],
  ['cifar-10-batches-py', ['data_batch_1'], "CIFAR-10's Python version"],
  ['stl10_binary', ['train_X.bin'], "STL-10's binary version"],
])('%s is reported as what it is, with what to take instead', async (folder, names, version) => {
  const { from, sha256: own } = await archiveOf([
    { name: `./._${folder}`, contents: 'x' },
    { name: `./${folder}/`, type: 'directory' },
    ...names.map((name) => ({ name: `./${folder}/${name}`, contents: 'x'.repeat(100_000) })),
  ]);
  const sentence = `${from} is ${version}, and not the archive of CIFAR-100 that is read here. Take cifar-100-binary.tar.gz, which \`npm run data cifar100\` fetches`;
  // Whether its own hash is expected or the publisher's.
  for (const options of [{ from }, { from, sha256: own }]) expect((await refusal(options)).sentence).toBe(sentence);
});

test('another version under the name of the right one is to be removed', async () => {
  await mkdir(join(data, 'cifar100'), { recursive: true });
  const path = join(data, 'cifar100/cifar-100-binary.tar.gz');
  await writeFile(path, await gzippedTar([{ name: 'cifar-100-python/', type: 'directory' }]));
  expect((await refusal({})).sentence).toBe(
    `${path} is CIFAR-100's Python version, and not the archive of CIFAR-100 that is read here. Remove it: \`npm run data cifar100\` fetches the right one`,
  );
});

test('an archive that was put into the folder by hand is taken', async () => {
  const { sha256: hash } = await makeCifar100(join(data, 'cifar100'), sizes);
  await fetchData('cifar100', { sha256: hash });
  expect(said[0]).toMatch(/ 20 training images and 10 test images$/);
  expect((await readdir(join(data, 'cifar100'))).toSorted()).toEqual(
    [hash.slice(0, 12), 'cifar-100-binary.tar.gz'].toSorted(),
  );
});

test('damaged files are unpacked anew, and two archives live side by side', async () => {
  const first = await archiveOf(cifar100Entries(sizes));
  await fetchData('cifar100', first);
  const sound = await everything();
  const target = join(data, 'cifar100', first.sha256.slice(0, 12));
  await writeFile(join(target, 'train.bin'), 'damaged');
  await fetchData('cifar100', first);
  expect(await everything()).toEqual(sound);
  await rm(join(target, 'test.bin'));
  await fetchData('cifar100', first);
  expect(await everything()).toEqual(sound);

  await fetchData('cifar100', await archiveOf(cifar100Entries({ ...sizes, training: 21 })));
  expect(await everything()).toMatchObject(sound);
  expect(said.at(-1)).toMatch(/ 21 training images /);
});

describe('an archive that is not the right one is refused, and none of it is left', () => {
  const entries = cifar100Entries(sizes);
  const others = (name: string) => entries.filter((entry) => entry.name !== `cifar-100-binary/${name}`);
  const replaced = (name: string, contents: Buffer) => [
    ...others(name),
    { name: `cifar-100-binary/${name}`, contents },
  ];
  const train = entries[2]!.contents as Buffer;
  const wrongLabel = Buffer.from(train);
  wrongLabel[3 * 3074 + 1] = 100;
  const inForm = 'Take the archive from its publisher, or one in its form';
  const elsewhere = 'Give another archive with --from, or its sha256 with --sha256';

  // Before each refusal another archive is there, which must stay as it is.
  async function refused(archive: Buffer, expected = sha256(archive)): Promise<string> {
    await fetchData('cifar100', await archiveOf(cifar100Entries({ training: 1, test: 1 })));
    const before = await everything();
    const { from } = await written(archive);
    const problem = await refusal({ from, sha256: expected });
    expect(problem.code).toBe(exitCode.data);
    expect(await everything()).toEqual(before);
    return problem.sentence.replaceAll(from, 'ARCHIVE').replaceAll(expected, 'SHA256');
  }

  const other: Entry = { name: 'cifar-100-binary/', type: 'directory' };
  test.each<[string, Entry[], string]>([
    [
      'a symbolic link',
      [...others('train.bin'), { name: 'cifar-100-binary/train.bin', type: 'symlink', linkname: '/etc/passwd' }],
      `ARCHIVE has 'cifar-100-binary/train.bin', which is no file (symlink). ${inForm}`,
    ],
    [
      'a hard link',
      [...entries, { name: 'cifar-100-binary/train.bin', type: 'link', linkname: '/etc/passwd' }],
      `ARCHIVE has 'cifar-100-binary/train.bin', which is no file (link). ${inForm}`,
    ],
    [
      'a link in place of the folder',
      [{ name: 'cifar-100-binary', type: 'symlink', linkname: '/tmp' }, ...entries],
      `ARCHIVE has 'cifar-100-binary', which is no file (symlink). ${inForm}`,
    ],
    [
      'a path that leads out',
      [...entries, { name: 'cifar-100-binary/../../../evil.bin', contents: 'x' }],
      `ARCHIVE has 'cifar-100-binary/../../../evil.bin', which leads out of its folder. ${inForm}`,
    ],
    [
      'an absolute path',
      [...entries, { name: '/tmp/evil.bin', contents: 'x' }],
      `ARCHIVE has '/tmp/evil.bin', which leads out of its folder. ${inForm}`,
    ],
    [
      'a file that nobody knows',
      [...entries, { name: 'cifar-100-binary/evil.bin', contents: 'x' }],
      `ARCHIVE has 'cifar-100-binary/evil.bin', which does not belong there. ${inForm}`,
    ],
    [
      'a second folder',
      [...entries, { ...other, name: 'other/' }],
      `ARCHIVE has 'other/', which is no file (directory). ${inForm}`,
    ],
    ['a file twice', [...entries, entries[2]!], `ARCHIVE has train.bin twice. ${inForm}`],
    ['no train.bin', others('train.bin'), `ARCHIVE has no cifar-100-binary/train.bin. ${inForm}`],
    ['no test.bin', others('test.bin'), `ARCHIVE has no cifar-100-binary/test.bin. ${inForm}`],
    ['nothing', [], `ARCHIVE has no cifar-100-binary/train.bin. ${inForm}`],
    [
      'half a record',
      replaced('train.bin', train.subarray(0, 3074 * 2 - 1)),
      `train.bin in ARCHIVE has 6147 bytes, which are no whole records of 3074. ${inForm}`,
    ],
    ['no record', replaced('test.bin', Buffer.alloc(0)), `test.bin in ARCHIVE holds no image. ${inForm}`],
    [
      'a label beyond the last',
      replaced('train.bin', wrongLabel),
      `train.bin in ARCHIVE gives image 3 the label 100, and 99 is the last. ${inForm}`,
    ],
  ])('%s', async (_, entries, sentence) => {
    expect(await refused(await gzippedTar(entries))).toBe(sentence);
  });

  test('cut short, with the right hash expected, or its own, or within the tar', async () => {
    const archive = await gzippedTar(entries);
    const cut = archive.subarray(0, archive.length / 2);
    const there = cut.length.toLocaleString('en');
    expect(await refused(cut, sha256(archive))).toBe(
      `ARCHIVE is not the archive of CIFAR-100: it is cut short: ${there} bytes are there. ${elsewhere}`,
    );
    expect(await refused(cut, cifar100Archive)).toBe(
      `ARCHIVE is not the archive of CIFAR-100: it is cut short: ${there} of 168,513,733 bytes are there. ${elsewhere}`,
    );
    expect(await refused(cut)).toBe(`ARCHIVE is cut short. ${inForm}`);
    const tar = gunzipSync(archive);
    expect(await refused(gzipSync(tar.subarray(0, 20_000)))).toBe(
      `ARCHIVE holds a tar archive that is cut short. ${inForm}`,
    );
  });

  test('with a bit flipped', async () => {
    const archive = await gzippedTar(entries);
    const flipped = Buffer.from(archive);
    const middle = Math.floor(archive.length / 2);
    flipped[middle] = flipped[middle]! ^ 1;
    expect(await refused(flipped, sha256(archive))).toBe(
      `ARCHIVE is not the archive of CIFAR-100: it is damaged. ${elsewhere}`,
    );
    const checksum = Buffer.from(archive);
    checksum[archive.length - 5] = checksum[archive.length - 5]! ^ 1;
    expect(await refused(checksum)).toBe(`ARCHIVE is damaged. ${inForm}`);
  });

  test('no archive at all', async () => {
    const page = Buffer.from('<!doctype html><title>Not found</title>');
    const is = 'ARCHIVE is not the archive of CIFAR-100:';
    expect(await refused(page, cifar100Archive)).toBe(`${is} it is no gzip file. ${elsewhere}`);
    expect(await refused(Buffer.alloc(0), cifar100Archive)).toBe(`${is} it is empty. ${elsewhere}`);
    expect(await refused(page)).toBe(`ARCHIVE is no gzip file. ${inForm}`);
    expect(await refused(gzipSync(page.toString().repeat(100)))).toBe(`ARCHIVE holds no tar archive. ${inForm}`);
  });

  test('another archive', async () => {
    const archive = await gzippedTar(entries);
    expect(await refused(archive, cifar100Archive)).toBe(
      `ARCHIVE is not the archive of CIFAR-100: it is another archive, with the sha256 ${sha256(archive)} instead of SHA256. ${elsewhere}`,
    );
  });

  test('lying in the folder already: it stays there', async () => {
    const { path } = await makeCifar100(join(data, 'cifar100'), sizes);
    const before = await everything();
    const { sentence } = await refusal({});
    expect(sentence).toMatch(/ is another archive, with the sha256 .*\. Remove it, then run the same command again$/);
    expect(sentence.startsWith(path)).toBe(true);
    expect(await everything()).toEqual(before);
  });
});

test('what is given must be there', async () => {
  const missing = join(folder, 'missing.tar.gz');
  expect((await refusal({ from: missing })).sentence).toBe(`${missing} is not there. Give the path of an archive`);
  expect((await refusal({ from: folder })).sentence).toBe(`${folder} is a folder. Give the path of an archive`);
});

test('options that nobody understands', async () => {
  await expect(fetchData('cifar10', {})).rejects.toThrow("there is no data set 'cifar10' to fetch");
  await expect(fetchData('toString', {})).rejects.toThrow('there is no data set');
  expect((await refusal({ from: 'ftp://somewhere/x' })).sentence).toBe(
    "--from is 'ftp://somewhere/x'. It must be an address with http or https, or the path of a file",
  );
  const { sentence, code } = await refusal({ sha256: 'abc' });
  expect(sentence).toBe("--sha256 is 'abc'. It must be the 64 hexadecimal digits that `sha256sum` prints");
  expect(code).toBe(exitCode.configuration);
  expect(await everything()).toEqual({});
});

test('a data folder that cannot be made', async () => {
  await writeFile(data, 'a file');
  const { sentence, code } = await refusal({});
  expect(sentence).toBe(
    `The folder ${data}/cifar100 cannot be written (ENOTDIR: not a directory). Set REDISTILL_DATA to a folder elsewhere`,
  );
  expect(code).toBe(exitCode.storage);
});

test("the publisher's own archive may hold more than we know", async () => {
  const { unpack } = await import('./unpack.ts');
  const stray = { name: 'cifar-100-binary/file.txt~', contents: 'left over' };
  const { from, sha256: hash } = await archiveOf([...cifar100Entries(sizes), stray]);
  await mkdir(data);
  await unpack(from, { ...publishedArchive('cifar100'), hash }, join(data, 'unpacked'));
  expect(await readdir(join(data, 'unpacked'))).not.toContain('file.txt~');
  expect(await readdir(join(data, 'unpacked'))).toContain('train.bin');
});
