/**
 * Makes an archive in the form of CIFAR-100's: pairs of handwritten digits, equally many of each of the 100 classes.
 * `make-archive.ts FILE TRAINING TEST` writes it, and prints its sha256.
 */
import { writeFile } from 'node:fs/promises';
import { sha256 } from '../../../harness/base/files/hash.ts';
import { gzippedTar } from '../../../harness/data/sets/fixtures/gzipped-tar.ts';
import type { ImageSet } from '../../../harness/data/sets/image-set.ts';
import { loadPairs } from '../../../harness/data/sets/pairs.ts';

/** As the binary version has them: coarse and fine label, then the red, the green and the blue plane. */
function recordsOf({ images, labels }: ImageSet): Buffer {
  const records = Buffer.alloc(labels.length * 3074);
  labels.forEach((label, image) => {
    const record = records.subarray(image * 3074);
    record[0] = Math.floor(label / 5);
    record[1] = label;
    for (let place = 0; place < 3072; place++) {
      record[2 + (place % 3) * 1024 + Math.floor(place / 3)] = images[image * 3072 + place]!;
    }
  });
  return records;
}

const names = (count: number, name: string) => Array.from({ length: count }, (_, one) => `${name}_${one}\n`).join('');

const [file, training, test] = process.argv.slice(2);
const pairs = await loadPairs({ name: 'pairs', training: Number(training), test: Number(test) });
const archive = await gzippedTar([
  { name: 'cifar-100-binary/', type: 'directory' },
  { name: 'cifar-100-binary/fine_label_names.txt', contents: names(100, 'fine') },
  { name: 'cifar-100-binary/train.bin', contents: recordsOf(pairs.training) },
  { name: 'cifar-100-binary/test.bin', contents: recordsOf(pairs.test) },
  { name: 'cifar-100-binary/coarse_label_names.txt', contents: names(20, 'coarse') },
]);
await writeFile(file!, archive);
console.log(sha256(archive));
