import { publishedArchive } from '../../../data/sets/fetch-data.ts';
import { tinyImagenetEntries } from '../../../data/sets/fixtures/tiny-imagenet.ts';
import { zipped } from '../../../data/sets/fixtures/zip.ts';
import type { FileSample, Reader } from '../sample.ts';
import { unpackMutated } from './unpack-mutated.ts';

const tinyImagenet = publishedArchive('tiny-imagenet');

const entries = await tinyImagenetEntries({ classes: 2, training: 1, test: 1 });
const archive = zipped(entries);

/** A file in it, with a checksum that fits. */
function fileIn(ending: string): FileSample {
  const found = entries.find(({ name }) => name.endsWith(ending))!;
  const whole = (contents: Buffer) =>
    zipped(entries.map((entry) => (entry === found ? { ...entry, contents } : entry)));
  return { bytes: Buffer.from(found.contents!), form: 'bytes', whole };
}

export const reader: Reader = {
  samples: [
    { bytes: archive, form: 'bytes' },
    // Its directory, which stands at the end.
    { bytes: archive.subarray(-1200), form: 'bytes', whole: (end) => Buffer.concat([archive.subarray(0, -1200), end]) },
    ...['wnids.txt', 'val_annotations.txt', 'images/n10000000_0.JPEG'].map(fileIn),
  ],
  read: (file, folder) => unpackMutated(file, tinyImagenet, folder),
};
