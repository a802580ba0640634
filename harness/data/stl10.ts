import { UnpackedArchive } from '../fetch/unpacked.ts';
import { type Stl10Dataset, stl10Archive } from '../job/dataset.ts';
import type { ImageData, ImageSet } from './image-set.ts';
import { imagenetNormalisation } from './imagenet-normalisation.ts';
import { imageBytes, readImages } from './read-images.ts';

/** Its classes' labels are 1 to 10 in the files, 0 to 9 here. */
export const stl10Classes = 10;

const side = 96;
/** Channel by channel, and each of them column by column. */
const stored = { side, layout: { row: 1, column: side, channel: side ** 2 } };

/** How many bytes an image has in its file. */
export const stl10ImageBytes = imageBytes(stored);

/** The files of the archive: images, and labels of a byte each. */
export const stl10Files = {
  labelled: { images: 'train_X.bin', labels: 'train_y.bin' },
  test: { images: 'test_X.bin', labels: 'test_y.bin' },
  unlabelled: { images: 'unlabeled_X.bin' },
} as const;

/** @throws Problem where `npm run data stl10` has not unpacked that archive */
export function openStl10({ name, archive }: Pick<Stl10Dataset, 'name' | 'archive'>): Promise<UnpackedArchive> {
  return UnpackedArchive.open(name, archive, stl10Archive);
}

/**
 * STL-10 (Coates, Ng, Lee, "An analysis of single-layer networks in unsupervised feature learning", 2011) in its own
 * split. The images without labels have the label -1.
 * @throws Problem where `npm run data stl10` has not unpacked that archive, or a file of it is damaged
 */
export async function loadStl10(dataset: Stl10Dataset): Promise<ImageData> {
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
