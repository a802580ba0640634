import type { PathList } from '../images/path-list.ts';
import type { View } from './view-schema.ts';

/** Images in memory, as their publisher ships them: eight bits a value, [height, width, channels] image by image. */
export interface ImageSet {
  images: Uint8Array;
  /** One for each image; -1 where nobody knows it. */
  labels: Int32Array;
  /** Of each pixel how far away is what it shows, in millimetres, where the data set has it. */
  depths?: Uint16Array;
  /** Of each pixel its class counted from 1, or 0 where nobody knows it; where the data set has it. */
  pixelClasses?: Uint8Array;
}

/** A data set that networks are trained and tested on. */
export interface ImageData {
  classes: number;
  /** [height, width, channels] */
  shape: readonly [number, number, number];
  /** Each channel is normalised to (value / 255 - mean) / deviation; a view in Lab has its own. */
  mean: readonly number[];
  deviation: readonly number[];
  /** Is an image's mirror an image of the same class? */
  mirrors: boolean;
  /** How many classes pixels have, where the data set has maps of them. */
  pixelClasses?: number;
  /** What a network sees of each image, where that is not all of it as it is. */
  view?: View | undefined;
  training: ImageSet;
  test: ImageSet;
}

/** Images in files, too many for memory: they are read when a batch wants them. */
export interface ImageFiles {
  folder: string;
  /** In that folder. */
  paths: PathList;
  labels: Int32Array;
}

/** A data set whose images, of any size, stay in their files: a network sees a part of each, in the set's shape. */
export interface FileImageData extends Omit<ImageData, 'training' | 'test'> {
  training: ImageFiles;
  test: ImageFiles;
}

export type AnyImageData = ImageData | FileImageData;

/** What batches of training images are made of. */
export type TrainingData = Omit<ImageData, 'test'> | Omit<FileImageData, 'test'>;

export function isInMemory(data: AnyImageData): data is ImageData;
export function isInMemory(data: TrainingData): data is Omit<ImageData, 'test'>;
export function isInMemory({ training }: Pick<AnyImageData, 'training'>): boolean {
  return 'images' in training;
}
