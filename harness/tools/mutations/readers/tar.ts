import { gunzipSync, gzipSync } from 'node:zlib';
import { publishedArchive } from '../../../data/sets/fetch-data.ts';
import { type Entry, gzippedTar } from '../../../data/sets/fixtures/gzipped-tar.ts';
import type { Reader } from '../sample.ts';
import { withChecksums } from './tar-checksums.ts';
import { unpackMutated } from './unpack-mutated.ts';

const cifar100 = publishedArchive('cifar100');

const records = (count: number) => Buffer.from(Array.from({ length: 3074 * count }, (_, i) => i % 90));
const name = (name: string, contents: Entry['contents'] = '') => ({ name: `cifar-100-binary/${name}`, contents });
const archive = await gzippedTar([
  { name: 'cifar-100-binary/', type: 'directory' },
  name('fine_label_names.txt', 'apple\n'),
  name('train.bin', records(2)),
  { ...name('test.bin', records(1)), pax: { comment: 'it is written behind a header of its own' } },
]);
const tar = gunzipSync(archive);

export const reader: Reader = {
  samples: [
    { bytes: archive, form: 'bytes' },
    { bytes: tar, form: 'bytes', whole: (tar) => gzipSync(tar, { level: 1 }) },
    { bytes: tar, form: 'bytes', whole: (tar) => gzipSync(withChecksums(tar), { level: 1 }) },
  ],
  read: (file, folder) => unpackMutated(file, cifar100, folder),
};
