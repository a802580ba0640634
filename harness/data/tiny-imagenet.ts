import { UnpackedArchive } from '../fetch/unpacked.ts';
import { type TinyImagenetDataset, tinyImagenetArchive } from '../job/dataset.ts';
import type { ImageData, ImageSet } from './image-set.ts';
import { imagenetNormalisation } from './imagenet-normalisation.ts';
import { imageBytes, readImages } from './read-images.ts';

/** The side of the images as they are published, in pixels. */
export const tinyImagenetSide = 64;

/** As `npm run data tiny-imagenet` decodes them: row by row, pixel by pixel. */
const stored = { side: tinyImagenetSide, layout: { row: 3 * tinyImagenetSide, column: 3, channel: 1 } };

/** How many bytes an image has in its file. */
export const tinyImagenetImageBytes = imageBytes(stored);

/** The files that the archive becomes: images, labels of a byte each, and the classes' names in the order of their labels. */
export const tinyImagenetFiles = {
  training: { images: 'train-images.bin', labels: 'train-labels.bin' },
  test: { images: 'val-images.bin', labels: 'val-labels.bin' },
  classes: 'wnids.txt',
} as const;

/** @throws Problem where `npm run data tiny-imagenet` has not unpacked that archive */
export function openTinyImagenet({ name, archive }: TinyImagenetDataset): Promise<UnpackedArchive> {
  return UnpackedArchive.open(name, archive, tinyImagenetArchive);
}

/**
 * Tiny ImageNet (Le, Yang, "Tiny ImageNet visual recognition challenge", 2015): its training images, and its validation
 * images to test with. Classes are numbered by their sorted WordNet names.
 * @throws Problem where `npm run data tiny-imagenet` has not unpacked that archive, or a file of it is damaged
 */
export async function loadTinyImagenet(dataset: TinyImagenetDataset): Promise<ImageData> {
  const { size } = dataset;
  const files = await openTinyImagenet(dataset);
  const read = async (names: { images: string; labels: string }): Promise<ImageSet> => ({
    images: await readImages(files, names.images, stored, size),
    labels: Int32Array.from(await files.read(names.labels)),
  });
  const classes = Buffer.from(await files.read(tinyImagenetFiles.classes)).toString();
  return {
    classes: classes.trim().split('\n').length,
    shape: [size, size, 3],
    ...imagenetNormalisation,
    mirrors: true,
    training: await read(tinyImagenetFiles.training),
    test: await read(tinyImagenetFiles.test),
  };
}
