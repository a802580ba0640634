import { z } from 'zod';
import { UnpackedArchive } from '../fetch/unpacked.ts';
import { archiveOption } from './archive-option.ts';
import { defineDataset } from './define-dataset.ts';
import type { ImageData, ImageSet } from './image-set.ts';
import { imagenetNormalisation } from './imagenet-normalisation.ts';
import { imagesIn } from './images-in.ts';
import { imageBytes, readImages } from './read-images.ts';
import { tinyImagenetFiles, tinyImagenetSide } from './tiny-imagenet/files.ts';

/** The md5 of the archive that Tiny ImageNet's authors publish, `tiny-imagenet-200.zip`: its sha256 is not known to us. */
export const tinyImagenetArchive = '90528d7ca1a48142e341f4ef8d21d0de';

/** As `npm run data tiny-imagenet` decodes them: row by row, pixel by pixel. */
const stored = { side: tinyImagenetSide, layout: { row: 3 * tinyImagenetSide, column: 3, channel: 1 } };

/** How many bytes an image has in its file. */
const tinyImagenetImageBytes = imageBytes(stored);

/** Tiny ImageNet's training images, and its validation images to test with: the labels of its test images are secret. */
const options = z.strictObject({
  name: z.literal('tiny-imagenet'),
  archive: archiveOption(tinyImagenetArchive),
  /** The side of the images after downsampling; they are published with 64. */
  size: z.literal([64, 32]),
});
type TinyImagenetDataset = z.output<typeof options>;

export const tinyImagenet = defineDataset({
  options,
  text: ({ size, archive }) => `Tiny ImageNet, ${size}x${size} (archive ${archive.slice(0, 8)})`,
  classes: ({ archive }) => (archive === tinyImagenetArchive ? 200 : undefined),
  trainingImages: (dataset) =>
    dataset.archive === tinyImagenetArchive
      ? 100_000
      : imagesIn(openTinyImagenet(dataset), tinyImagenetFiles.training.images, tinyImagenetImageBytes),
  testImages: () => 10_000,
  load: loadTinyImagenet,
  find: openTinyImagenet,
  // From Stanford's course CS231n. JPEGs are decoded once, as they are unpacked: the loader, which every job runs, reads pixels.
  source: {
    title: 'Tiny ImageNet',
    address: 'http://cs231n.stanford.edu/tiny-imagenet-200.zip',
    file: 'tiny-imagenet-200.zip',
    bytes: 248_100_043,
    hash: tinyImagenetArchive,
    form: 'zip',
    convert: async (...args) => (await import('./tiny-imagenet/convert.ts')).convertTinyImagenet(...args),
  },
});

/** @throws Problem where `npm run data tiny-imagenet` has not unpacked that archive */
function openTinyImagenet({ name, archive }: TinyImagenetDataset): Promise<UnpackedArchive> {
  return UnpackedArchive.open(name, archive, tinyImagenetArchive);
}

/**
 * Tiny ImageNet (Le, Yang, "Tiny ImageNet visual recognition challenge", 2015): its training images, and its validation
 * images to test with. Classes are numbered by their sorted WordNet names.
 * @throws Problem where `npm run data tiny-imagenet` has not unpacked that archive, or a file of it is damaged
 */
async function loadTinyImagenet(dataset: TinyImagenetDataset): Promise<ImageData> {
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
