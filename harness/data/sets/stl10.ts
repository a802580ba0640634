import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { refusal } from '../fetch/refusal.ts';
import { UnpackedArchive } from '../fetch/unpacked.ts';
import { archiveOption } from './archive-option.ts';
import { defineDataset } from './define-dataset.ts';
import type { ImageData, ImageSet } from './image-set.ts';
import { imagenetNormalisation } from './imagenet-normalisation.ts';
import { imagesIn } from './images-in.ts';
import { imageBytes, readImages } from './read-images.ts';

/** The sha256 of the archive that STL-10's authors publish: `stl10_binary.tar.gz`. */
export const stl10Archive = 'f31fd99273a1acb8609c8db427cebb1de3f71de77758cdc0e22956e1289b9866';

/** Its classes' labels are 1 to 10 in the files, 0 to 9 here. */
const stl10Classes = 10;

const side = 96;
/** Channel by channel, and each of them column by column. */
const stored = { side, layout: { row: 1, column: side, channel: side ** 2 } };

/** How many bytes an image has in its file. */
const stl10ImageBytes = imageBytes(stored);

/** The files of the archive: images, and labels of a byte each. */
const stl10Files = {
  labelled: { images: 'train_X.bin', labels: 'train_y.bin' },
  test: { images: 'test_X.bin', labels: 'test_y.bin' },
  unlabelled: { images: 'unlabeled_X.bin' },
} as const;

/** STL-10's own split, with its 10 classes. */
const options = z.strictObject({
  name: z.literal('stl10'),
  archive: archiveOption(stl10Archive),
  /** The side of the images after downsampling; they are published with 96. */
  size: z.literal([96, 48, 32]),
  /** Which images are trained on: the 5,000 labelled, or the 100,000 without labels. Tested is on the labelled 8,000. */
  part: z.enum(['labelled', 'unlabelled']).default('labelled'),
});
type Stl10Dataset = z.output<typeof options>;

export const stl10 = defineDataset({
  options,
  text: ({ part, size, archive }) => `STL-10, ${part}, ${size}x${size} (archive sha256 ${archive.slice(0, 8)})`,
  classes: () => stl10Classes,
  labelled: ({ part }) => part === 'labelled',
  trainingImages: ({ part, ...dataset }) => {
    if (dataset.archive === stl10Archive) return part === 'unlabelled' ? 100_000 : 5000;
    return imagesIn(openStl10(dataset), stl10Files[part].images, stl10ImageBytes);
  },
  testImages: () => 8000,
  load: loadStl10,
  find: openStl10,
  // The binary version, from its authors' page: https://cs.stanford.edu/~acoates/stl10/
  source: {
    title: 'STL-10',
    address: 'http://ai.stanford.edu/~acoates/stl10/stl10_binary.tar.gz',
    file: 'stl10_binary.tar.gz',
    bytes: 2_640_397_119,
    hash: stl10Archive,
    form: 'gzip',
    folder: 'stl10_binary',
    required: Object.values(stl10Files).flatMap((names) => Object.values(names)),
    optional: ['class_names.txt', 'fold_indices.txt'],
    async check(unpacked, archive) {
      const training = await checkLabelled(unpacked, stl10Files.labelled, archive);
      const tested = await checkLabelled(unpacked, stl10Files.test, archive);
      const others = await countImages(unpacked, stl10Files.unlabelled.images, archive);
      const [first, second, third] = [training, tested, others].map((count) => count.toLocaleString('en'));
      return `${first} training images, ${second} test images and ${third} images without labels`;
    },
  },
});

/** @throws Problem where `npm run data stl10` has not unpacked that archive */
function openStl10({ name, archive }: Pick<Stl10Dataset, 'name' | 'archive'>): Promise<UnpackedArchive> {
  return UnpackedArchive.open(name, archive, stl10Archive);
}

/**
 * STL-10 (Coates, Ng, Lee, "An analysis of single-layer networks in unsupervised feature learning", 2011) in its own
 * split. The images without labels have the label -1.
 * @throws Problem where `npm run data stl10` has not unpacked that archive, or a file of it is damaged
 */
async function loadStl10(dataset: Stl10Dataset): Promise<ImageData> {
  const { size, part } = dataset;
  const files = await openStl10(dataset);
  const read = async (names: { images: string; labels?: string }): Promise<ImageSet> => {
    const images = await readImages(files, names.images, stored, size);
    if (names.labels === undefined) return { images, labels: new Int32Array(images.length / (size ** 2 * 3)).fill(-1) };
    return { images, labels: Int32Array.from(await files.read(names.labels), (label) => label - 1) };
  };
  return {
    classes: stl10Classes,
    shape: [size, size, 3],
    ...imagenetNormalisation,
    mirrors: true,
    training: await read(stl10Files[part]),
    test: await read(stl10Files.test),
  };
}

/** How many images a file holds. */
async function countImages(unpacked: string, file: string, archive: string): Promise<number> {
  const { size } = await stat(join(unpacked, file));
  const where = `${file} in ${archive}`;
  if (size === 0) throw refusal(where, 'holds no image');
  if (size % stl10ImageBytes === 0) return size / stl10ImageBytes;
  throw refusal(where, `has ${size} bytes, which are no whole images of ${stl10ImageBytes}`);
}

/** How many images a file holds, each of which has its label in another one. */
async function checkLabelled(
  unpacked: string,
  file: typeof stl10Files.labelled | typeof stl10Files.test,
  archive: string,
): Promise<number> {
  const images = await countImages(unpacked, file.images, archive);
  const labels = await readFile(join(unpacked, file.labels));
  const where = `${file.labels} in ${archive}`;
  if (labels.length !== images) throw refusal(where, `has ${labels.length} labels for ${images} images`);
  const wrong = labels.findIndex((label) => label < 1 || label > stl10Classes);
  if (wrong === -1) return images;
  throw refusal(where, `gives image ${wrong} the label ${labels[wrong]}, and there are 1 to ${stl10Classes}`);
}
