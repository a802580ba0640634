import { z } from 'zod';
import { UnpackedArchive } from '../fetch/unpacked.ts';
import { archiveOption } from './archive-option.ts';
import { type Boxes, classOfBox, forEachBox, meanOfBox } from './boxes.ts';
import { defineDataset } from './define-dataset.ts';
import type { ImageData, ImageSet } from './image-set.ts';
import { imagenetNormalisation } from './imagenet-normalisation.ts';
import { imagesIn } from './images-in.ts';
import { nyuDepthClasses, nyuDepthFiles, nyuDepthSide } from './nyu-depth/files.ts';
import { imageBytes, readImages } from './read-images.ts';

/** The md5 of the archive that NYU-Depth V2's authors publish, `nyu_depth_v2_labeled.mat`: they name no hash. */
export const nyuDepthArchive = '520609c519fba3ba5ac58c8fefcc3530';

/** Row by row, pixel by pixel. */
const stored = { side: nyuDepthSide, layout: { row: 3 * nyuDepthSide, column: 3, channel: 1 } };

/** How many bytes an image has in its file. */
const nyuDepthImageBytes = imageBytes(stored);

type Files = (typeof nyuDepthFiles)[keyof typeof nyuDepthFiles];

/** The labelled part of NYU-Depth V2 in its usual split: images, depths and the classes of pixels. */
const options = z.strictObject({
  name: z.literal('nyu-depth'),
  archive: archiveOption(nyuDepthArchive),
  /** The side of the images, which are published with 640x480. */
  size: z.literal([160, 80, 32]),
  /** As many as the classifier of the teacher has: the images themselves have no classes. */
  classes: z.int().min(2).default(1000),
});
export type NyuDepthDataset = z.output<typeof options>;

export const nyuDepth = defineDataset({
  options,
  text: ({ size, archive }) => `NYU-Depth V2, ${size}x${size} (archive ${archive.slice(0, 8)})`,
  classes: ({ classes }) => classes,
  // Pixels have classes instead.
  labelled: () => false,
  trainingImages: (dataset) =>
    dataset.archive === nyuDepthArchive
      ? 795
      : imagesIn(openNyuDepth(dataset), nyuDepthFiles.training.images, nyuDepthImageBytes),
  testImages: () => 654,
  load: loadNyuDepth,
  find: openNyuDepth,
  /**
   * The labelled part, from its authors' page: https://cs.nyu.edu/~silberman/datasets/nyu_depth_v2.html. They name no hash. The
   * md5 is the one in torch-uncertainty's loader and in the DVC file of DagsHub's SavtaDepth, which has the size too.
   */
  source: {
    title: 'NYU-Depth V2',
    address: 'http://horatio.cs.nyu.edu/mit/silberman/nyu_depth_v2/nyu_depth_v2_labeled.mat',
    file: 'nyu_depth_v2_labeled.mat',
    bytes: 2_972_037_809,
    hash: nyuDepthArchive,
    form: 'hdf5',
    convert: async (...args) => (await import('./nyu-depth/convert.ts')).convertNyuDepth(...args),
  },
});

/** @throws Problem where `npm run data nyu-depth` has not unpacked that archive */
function openNyuDepth({ name, archive }: NyuDepthDataset): Promise<UnpackedArchive> {
  return UnpackedArchive.open(name, archive, nyuDepthArchive);
}

/**
 * The labelled part of NYU-Depth V2 (Silberman, Hoiem, Kohli, Fergus, "Indoor segmentation and support inference from
 * RGBD images", ECCV 2012) in its usual split. Its images have no classes of their own: their labels are -1. Made smaller,
 * a depth is the mean over a square, rounded, and a pixel's class the one that most have; colours are normalised as those of
 * ImageNet, where teachers come from (both ours).
 * @throws Problem where `npm run data nyu-depth` has not unpacked that archive, or a file of it is damaged
 */
export async function loadNyuDepth(dataset: NyuDepthDataset): Promise<ImageData> {
  const { size, classes } = dataset;
  const files = await openNyuDepth(dataset);
  return {
    classes,
    pixelClasses: nyuDepthClasses,
    shape: [size, size, 3],
    ...imagenetNormalisation,
    mirrors: true,
    training: await readSet(files, nyuDepthFiles.training, size),
    test: await readSet(files, nyuDepthFiles.test, size),
  };
}

async function readSet(files: UnpackedArchive, names: Files, size: number): Promise<ImageSet> {
  const factor = nyuDepthSide / size;
  const boxes = { size, height: factor, width: factor, row: nyuDepthSide, column: 1 };
  const images = await readImages(files, names.images, stored, size);
  return {
    images,
    labels: new Int32Array(images.length / (3 * size ** 2)).fill(-1),
    depths: await readDepths(files, names.depths, boxes),
    pixelClasses: await readPixelClasses(files, names.maps, boxes),
  };
}

/** @returns [images, size, size], in memory that threads can share */
async function readDepths(files: UnpackedArchive, name: string, boxes: Boxes): Promise<Uint16Array> {
  const bytes = 2 * nyuDepthSide ** 2;
  const depths = new Uint16Array(new SharedArrayBuffer((files.bytesOf(name)! / bytes) * 2 * boxes.size ** 2));
  let at = 0;
  for await (const { buffer } of files.readInPieces(name, bytes)) {
    const image = new Uint16Array(buffer);
    forEachBox(boxes, (corner) => {
      depths[at++] = Math.round(meanOfBox(image, corner, boxes));
    });
  }
  return depths;
}

/** @returns [images, size, size], in memory that threads can share */
async function readPixelClasses(files: UnpackedArchive, name: string, boxes: Boxes): Promise<Uint8Array> {
  const bytes = nyuDepthSide ** 2;
  const pixelClasses = new Uint8Array(new SharedArrayBuffer((files.bytesOf(name)! / bytes) * boxes.size ** 2));
  let at = 0;
  for await (const image of files.readInPieces(name, bytes)) {
    forEachBox(boxes, (corner) => {
      pixelClasses[at++] = classOfBox(image, corner, boxes, nyuDepthClasses);
    });
  }
  return pixelClasses;
}
