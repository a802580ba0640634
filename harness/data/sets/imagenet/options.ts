import { z } from 'zod';
import { sha256Schema } from '../archive-option.ts';

/** ImageNet's ILSVRC 2012, in a folder that the user has: its archives need a registration. */
export const imagenetOptions = z.strictObject({
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
export type ImagenetDataset = z.output<typeof imagenetOptions>;
