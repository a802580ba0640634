import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { stl10Classes, stl10Files, stl10ImageBytes } from '../data/stl10.ts';
import { stl10Archive } from '../job/dataset.ts';
import { refusal } from './refusal.ts';
import type { TarSource } from './source.ts';

const { labelled, test, unlabelled } = stl10Files;

/** STL-10's binary version, from its authors' page: https://cs.stanford.edu/~acoates/stl10/ */
export const stl10: TarSource = {
  name: 'stl10',
  title: 'STL-10',
  address: 'http://ai.stanford.edu/~acoates/stl10/stl10_binary.tar.gz',
  file: 'stl10_binary.tar.gz',
  bytes: 2_640_397_119,
  hash: stl10Archive,
  isOfficial: true,
  form: 'gzip',
  folder: 'stl10_binary',
  required: [labelled, test, unlabelled].flatMap((names) => Object.values(names)),
  optional: ['class_names.txt', 'fold_indices.txt'],
  async check(unpacked, archive) {
    const training = await checkLabelled(unpacked, labelled, archive);
    const tested = await checkLabelled(unpacked, test, archive);
    const others = await countImages(unpacked, unlabelled.images, archive);
    const [first, second, third] = [training, tested, others].map((count) => count.toLocaleString('en'));
    return `${first} training images, ${second} test images and ${third} images without labels`;
  },
};

/** How many images a file holds. */
async function countImages(unpacked: string, file: string, archive: string): Promise<number> {
  const { size } = await stat(join(unpacked, file));
  const where = `${file} in ${archive}`;
  if (size === 0) throw refusal(where, 'holds no image');
  if (size % stl10ImageBytes === 0) return size / stl10ImageBytes;
  throw refusal(where, `has ${size} bytes, which are no whole images of ${stl10ImageBytes}`);
}

/** How many images a file holds, each of which has its label in another one. */
async function checkLabelled(unpacked: string, file: typeof labelled | typeof test, archive: string): Promise<number> {
  const images = await countImages(unpacked, file.images, archive);
  const labels = await readFile(join(unpacked, file.labels));
  const where = `${file.labels} in ${archive}`;
  if (labels.length !== images) throw refusal(where, `has ${labels.length} labels for ${images} images`);
  const wrong = labels.findIndex((label) => label < 1 || label > stl10Classes);
  if (wrong === -1) return images;
  throw refusal(where, `gives image ${wrong} the label ${labels[wrong]}, and there are 1 to ${stl10Classes}`);
}
