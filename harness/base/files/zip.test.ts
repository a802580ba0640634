import { expect, test } from 'vitest';
import { readSample } from '../../teachers/torch/fixture.ts';
import { ZipArchive } from './zip.ts';

const path = 'variants.zip/data/0';
const bytesThere = 96;

/** An archive whose directory says something else of a file; `field` is the place in zip's header of a file there. */
async function altered(field: number, value: number): Promise<ZipArchive> {
  const bytes = await readSample('variants.deflated.pth');
  const header = bytes.lastIndexOf(`${path}PK`) - 46;
  bytes.writeUInt32LE(value, header + field);
  return ZipArchive.open(bytes, (why) => new Error(why));
}
const field = { method: 10, checksum: 16, size: 24 };

test('a compressed file is read', async () => {
  const archive = await altered(field.size, bytesThere);
  expect(archive.read(path, bytesThere)).toHaveLength(bytesThere);
});

test('a file that has more bytes than it may is not unpacked', async () => {
  const archive = await altered(field.size, bytesThere);
  expect(() => archive.read(path, bytesThere - 1)).toThrow(`its part ${path} says that it has 96 bytes`);
});

test.each([
  ['more bytes than its directory says', field.size, bytesThere - 1, 'cannot be unpacked'],
  ['fewer bytes than its directory says', field.size, bytesThere + 1, 'does not fit its checksum'],
  ['another checksum', field.checksum, 1, 'does not fit its checksum'],
  ['an unknown compression', field.method, 99, 'cannot be unpacked'],
])('a file with %s is damaged', async (_, place, value, why) => {
  const archive = await altered(place, value);
  expect(() => archive.read(path, 1000)).toThrow(`its part ${path} ${why}`);
});

test('a file that is not there is told by name, with nothing in it that a terminal would obey', async () => {
  const archive = await altered(field.size, bytesThere);
  expect(() => archive.read('data/\u001b[31m', 1)).toThrow('its part data/\\u001b[31m is missing');
});
