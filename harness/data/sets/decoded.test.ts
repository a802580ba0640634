import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { decoded } from './decoded.ts';

let folder: string;
let source: string;
let times: number;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redistill-decoded-'));
  vi.stubEnv('REDISTILL_CACHE', folder);
  source = join(folder, 'source');
  await writeFile(source, 'one');
  times = 0;
});
afterEach(() => rm(folder, { recursive: true }));

/** Decodes the source, and counts how often. */
const read = () =>
  decoded('test-1', [source], async () => {
    times++;
    return readFile(source);
  });
const text = async () => Buffer.from(await read()).toString();
const keptFiles = async () => (await readdir(join(folder, 'decoded'))).map((name) => join(folder, 'decoded', name));

test('what was decoded once is read from then on', async () => {
  expect([await text(), await text()]).toEqual(['one', 'one']);
  expect(times).toBe(1);
});

test('another source is decoded, by its size or its time', async () => {
  await text();
  await writeFile(source, 'three');
  expect(await text()).toBe('three');
  await writeFile(source, 'seven');
  await utimes(source, 1, 1);
  expect(await text()).toBe('seven');
  expect(times).toBe(3);
});

test.each([
  ['cut', (bytes: Buffer) => bytes.subarray(0, -1)],
  ['empty', () => Buffer.alloc(0)],
  ['changed', (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -1), Buffer.from('x')])],
])('what is %s is decoded again', async (_, damage) => {
  await text();
  const [file] = await keptFiles();
  await writeFile(file!, damage(await readFile(file!)));
  expect(await text()).toBe('one');
  expect(await text()).toBe('one');
  expect(times).toBe(2);
});

test('where nothing can be kept, it is decoded every time', async () => {
  vi.stubEnv('REDISTILL_CACHE', join(source, 'nowhere'));
  expect([await text(), await text()]).toEqual(['one', 'one']);
  expect(times).toBe(2);
});
