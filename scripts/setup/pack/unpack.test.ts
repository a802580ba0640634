import { createHash } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBrotliCompress } from 'node:zlib';
import { execa } from 'execa';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { exitCode } from '../../../harness/base/problem.ts';
import { type Contents, contentsSchema, type Slice } from './contents.ts';
import { writeSlices } from './slices.ts';
import { folderToUnpack, unpack } from './unpack.mjs';

let folder: string;
let said: string[];
/** Bytes that cannot be compressed, so that they fill some slices. */
const filler = Buffer.from(
  Array.from({ length: 3000 }, (_, index) => createHash('md5').update(`${index}`).digest()[0]!),
);

/** What each test has a copy of. */
const model = mkdtempSync(join(tmpdir(), 'redistill-packed-'));
beforeAll(makePack);
afterAll(() => rmSync(model, { recursive: true }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'redistill-unpack-'));
  said = [];
  vi.spyOn(console, 'error').mockImplementation((line) => said.push(line));
  mkdirSync(join(folder, 'clone'));
  writeFileSync(join(folder, 'clone/package-lock.json'), 'a lock');
  cpSync(join(model, 'pack'), join(folder, 'pack'), { recursive: true });
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** Makes a pack of two small folders, as pack.ts does. */
async function makePack(): Promise<void> {
  const pack = join(model, 'pack');
  mkdirSync(pack);
  const slicesOf = async (name: string): Promise<Slice[]> => {
    mkdirSync(join(model, name, 'in'), { recursive: true });
    writeFileSync(join(model, name, 'in/filler'), filler);
    const tar = execa('tar', ['--create', '-C', join(model, name), '.'], { buffer: false });
    return writeSlices(tar.stdout.pipe(createBrotliCompress()), pack, `${name}.tar.br`, 1000);
  };
  const contents: Contents = {
    redistill: '0.1.0',
    packages: { lock: createHash('sha256').update('a lock').digest('hex'), slices: await slicesOf('packages') },
    tensorflow: { folder: 'tensorflow-1', slices: await slicesOf('tensorflow') },
  };
  writeFileSync(join(pack, 'pack.json'), JSON.stringify(contentsSchema.parse(contents)));
}

const unpackHere = () =>
  unpack(join(folder, 'pack'), join(folder, 'clone'), { REDISTILL_CACHE: join(folder, 'home/cache') });

/** What a failed unpacking must leave as it was. */
function expectNothing(): void {
  expect(readdirSync(join(folder, 'clone'))).toEqual(['package-lock.json']);
  expect(existsSync(join(folder, 'home/cache')) ? readdirSync(join(folder, 'home/cache')) : []).toEqual([]);
}

test('slices are as large as was asked, and make up what was packed', async () => {
  const slices = readdirSync(join(folder, 'pack')).filter((name) => name.startsWith('packages'));
  expect(slices).toEqual(['packages.tar.br.000', 'packages.tar.br.001', 'packages.tar.br.002', 'packages.tar.br.003']);
  const sizes = slices.map((name) => readFileSync(join(folder, 'pack', name)).length);
  expect(sizes.slice(0, 3)).toEqual([1000, 1000, 1000]);
  expect(await unpackHere()).toBe(exitCode.done);
  expect(readFileSync(join(folder, 'clone/node_modules/in/filler'))).toEqual(filler);
  expect(readFileSync(join(folder, 'home/cache/tensorflow-1/in/filler'))).toEqual(filler);
  expect(readdirSync(join(folder, 'home/cache'))).toEqual(['tensorflow-1']);
  expect(said).toEqual([
    'redistill: looking at 8 slices',
    'redistill: unpacking the npm packages',
    'redistill: unpacking TensorFlow',
  ]);
});

test('what was there before goes, also what a killed unpacking has left', async () => {
  for (const name of ['node_modules', 'node_modules.partial']) {
    mkdirSync(join(folder, 'clone', name));
    writeFileSync(join(folder, 'clone', name, 'old'), '');
  }
  expect(await unpackHere()).toBe(exitCode.done);
  expect(readdirSync(join(folder, 'clone')).toSorted()).toEqual(['node_modules', 'package-lock.json']);
  expect(readdirSync(join(folder, 'clone/node_modules'))).toEqual(['in']);
});

test('every slice that is missing or damaged is named, and nothing is unpacked', async () => {
  const slice = (name: string) => join(folder, 'pack', name);
  rmSync(slice('packages.tar.br.001'));
  const changed = readFileSync(slice('tensorflow.tar.br.000'));
  changed[500]! ^= 1;
  writeFileSync(slice('tensorflow.tar.br.000'), changed);
  appendFileSync(slice('tensorflow.tar.br.002'), 'more');
  expect(await unpackHere()).toBe(exitCode.data);
  expect(said.at(-1)).toBe(
    'redistill: packages.tar.br.001 is missing, tensorflow.tar.br.000 is damaged, ' +
      `tensorflow.tar.br.002 has 1004 bytes instead of 1000. Copy it again into ${join(folder, 'pack')}`,
  );
  expectNothing();
});

test('a pack of another state of the clone, and a folder that is none', async () => {
  writeFileSync(join(folder, 'clone/package-lock.json'), 'another lock');
  expect(await unpackHere()).toBe(exitCode.configuration);
  expect(said.at(-1)).toMatch(/^redistill: the packed npm packages are not those of this package-lock\.json\. /);
  rmSync(join(folder, 'pack/pack.json'));
  expect(await unpackHere()).toBe(exitCode.data);
  expect(said.at(-1)).toMatch(/pack\.json cannot be read \(ENOENT.*\)\. Give a folder that --pack wrote$/);
  expectNothing();
});

test.each([
  ['a folder elsewhere', '"tensorflow-1"', '"../tensorflow"'],
  ['the folder above', '"tensorflow-1"', '".."'],
  ['no hash', '"sha256":', '"md5":'],
  ['half of it', ',"tensorflow"', ''],
])('a list with %s is refused', async (_, found, other) => {
  const path = join(folder, 'pack/pack.json');
  writeFileSync(path, readFileSync(path, 'utf8').replace(found, other));
  expect(await unpackHere()).toBe(exitCode.data);
  expect(said.at(-1)).toMatch(/pack\.json cannot be read \(.+\)\. Give a folder that --pack wrote$/);
  expectNothing();
});

test('an archive that tar cannot read leaves nothing', async () => {
  const path = join(folder, 'pack/pack.json');
  const contents = contentsSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  contents.tensorflow.slices.pop();
  writeFileSync(path, JSON.stringify(contents));
  expect(await unpackHere()).toBe(exitCode.machine);
  expect(said.at(-1)).toMatch(/^redistill: tar cannot unpack TensorFlow \(.+\)\. Check tar/);
  expectNothing();
});

test.each([
  [['--unpack', 'a'], 'a'],
  [['--quiet', '--unpack=a b'], 'a b'],
  [['--pack', 'a'], undefined],
  [['--unpack'], undefined],
])('the folder in %j', (args, expected) => {
  expect(folderToUnpack(args)).toBe(expected);
});
