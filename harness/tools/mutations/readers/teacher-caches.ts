import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bits, openCache, recordOf, valuesOf } from '../../../train/teacher-cache/fixtures/cache.ts';
import { filesOf } from '../../../train/teacher-cache/folder.ts';
import type { Reader } from '../sample.ts';

const [images, outcomes, width] = [4, 3, 5];
const places = Array.from(
  { length: images * outcomes },
  (_, place) => [place % images, Math.floor(place / images)] as const,
);

const original = await mkdtemp(join(tmpdir(), 'teacher-cache-'));
const cache = await openCache(original);
for (const [image, outcome] of places) cache.write(image, outcome, valuesOf(image, outcome, width));
cache.close();
const paths = filesOf(original, cache.key);
const [records, description] = [await readFile(paths.records), await readFile(paths.description)];

/** The two files of a cache as one: the description's length, the description, the records. */
function together(description: Buffer, records: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(description.length);
  return Buffer.concat([length, description, records]);
}

export const reader: Reader = {
  samples: [
    { bytes: records, form: 'bytes', whole: (records) => together(description, records) },
    { bytes: description, form: 'json', whole: (description) => together(description, records) },
  ],
  /** What was written, or nothing: to who may write the cache, and to who may not. */
  async read(file, folder) {
    const paths = filesOf(folder, cache.key);
    const end = 4 + file.readUInt32LE();
    for (const readOnly of [true, false]) {
      await writeFile(paths.description, file.subarray(4, end));
      await writeFile(paths.records, file.subarray(end));
      const opened = await openCache(folder, { readOnly });
      const whole = places.filter(([image, outcome]) => {
        const record = recordOf(opened, image, outcome, width);
        if (record && !record.equals(bits(valuesOf(image, outcome, width))))
          throw new Error('a record has other values');
        return record !== undefined;
      });
      if (opened.filled() !== whole.length || opened.count() !== whole.length) throw new Error('it miscounts records');
      opened.close();
    }
  },
};
