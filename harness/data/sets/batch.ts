import type { Augmented } from '../../model/distillers/augmented.ts';
import type { TrainingData } from './image-set.ts';
import type { View } from './view-schema.ts';

/** What batches are made from; of a form that a thread can be given. */
export interface BatchSource {
  data: TrainingData;
  /** What teachers see of each image, where it is not what the student sees. */
  teacherView?: { view: View | undefined } | undefined;
  /** Which further forms of the images are wanted. */
  augmented?: readonly Augmented[];
  /** Are the classes of the pixels wanted too? */
  pixelClasses?: boolean;
  /** Of the trial. */
  seed: number;
  /** Images in a batch; the last one of an epoch may have fewer. */
  batch: number;
  /** Negatives for each image, where the method wants any. */
  negatives?: number | undefined;
  /** What no negative may be: an image of the same class by default, or the image alone. */
  excludes?: 'image' | undefined;
  /** Random numbers for each image, where the method wants any. */
  draws?: number | undefined;
}

/** Which batch. */
export interface BatchRequest {
  /** Before the purposes of its random numbers (see `Stage`). */
  purpose: string;
  /** Counted from 1, in its stage. */
  epoch: number;
  /** Counted from 0, over all epochs of its stage. */
  step: number;
  /** Are the images wanted as they are, without augmentation? */
  still?: true | undefined;
}

/** A batch of training images, augmented, with all that a step reads beside them. */
export interface Batch {
  /** In the training set. */
  indices: Int32Array;
  labels: Int32Array;
  /** Of the augmentation, as `augmentationOutcome` numbers them; -1 where there are more than can be numbered. */
  outcomes: Int32Array;
  /** [batch, height, width, channels], normalised */
  images: Float32Array;
  /** The same, with the same moves, as teachers see them; absent where that is what the student sees. */
  teacherImages?: Float32Array;
  /** The same images, cropped and mirrored once more, where that is wanted. */
  secondCropImages?: Float32Array;
  /** The same images, cropped and mirrored once more and changed by RandAugment and cutout, where that is wanted. */
  strongImages?: Float32Array;
  /** [4 * batch, height, width, channels]: each of the images in four turns, where that is wanted. */
  rotatedImages?: Float32Array;
  /** Of each pixel its class, as `drawPixelClasses` gives it, where that is wanted. */
  pixelClasses?: Int32Array;
  /** [batch, 1 + negatives], where the method wants negatives */
  contrast?: Int32Array;
  /** [batch, draws], uniform in [0, 1), where the method wants random numbers */
  uniforms?: Float32Array;
}
