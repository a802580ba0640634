import type { Augmented } from '../../model/distillers/augmented.ts';
import { RandomStream } from '../../model/engine/random.ts';
import { epochOrder, stepsAnEpoch } from './batches.ts';
import { type Draw, type DrawStill, drawerOf, stillDrawerOf } from './draw.ts';
import type { TrainingData } from './image-set.ts';
import { NegativeSampler } from './negatives.ts';
import type { View } from './view-schema.ts';

/** What batches are made from; of a form that a thread can be given. */
export interface BatchSource {
  data: TrainingData;
  /** What teachers see of each image, where it is not what the student sees. */
  teacherView?: { view: View | undefined } | undefined;
  /** Which further forms of the images are wanted. */
  augmented?: readonly Augmented[];
  /** Are the classes of the pixels wanted too? */
  maps?: boolean;
  /** Of the trial. */
  seed: number;
  /** Images in a batch; the last one of an epoch may have fewer. */
  batch: number;
  /** Negatives for each image, where the method wants any. */
  negatives?: number | undefined;
  /** What no negative may be: an image of the same class by default, or the image alone. */
  excludes?: 'image' | undefined;
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
  places: Int32Array;
  labels: Int32Array;
  /** Of the augmentation, as `outcomeOf` numbers them; -1 where there are more than can be numbered. */
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
  /** Of each pixel its class, as `drawMaps` gives it, where that is wanted. */
  maps?: Int32Array;
  /** [batch, 1 + negatives], where the method wants negatives */
  contrast?: Int32Array;
}

/** Makes batches: each depends on the seed and on what is requested alone, whatever was made before. */
export class BatchMaker {
  #draw: Draw;
  #drawStill: DrawStill;
  #negatives: NegativeSampler | undefined;
  /** The order of the epoch that was asked for last. */
  #epoch: { purpose: string; epoch: number; order: Int32Array } | undefined;

  constructor(readonly source: BatchSource) {
    const { data, negatives, excludes } = source;
    this.#draw = drawerOf(source);
    this.#drawStill = stillDrawerOf(source);
    const { labels } = data.training;
    this.#negatives = negatives ? new NegativeSampler(labels, data.classes, negatives, excludes) : undefined;
  }

  async make({ purpose, epoch, step, still }: BatchRequest): Promise<Batch> {
    const { data, seed, batch } = this.source;
    const { training } = data;
    const order = this.#orderOf(purpose, epoch);
    const first = (step % stepsAnEpoch(order.length, batch)) * batch;
    const places = Int32Array.from(order.subarray(first, first + batch));
    return {
      places,
      labels: places.map((place) => training.labels[place]!),
      ...(await (still
        ? this.#drawStill(places)
        : this.#draw(places, (what) => new RandomStream(seed, purpose + what, step)))),
      ...(this.#negatives && { contrast: this.#negatives.draw(seed, step, places) }),
    };
  }

  #orderOf(purpose: string, epoch: number): Int32Array {
    if (this.#epoch?.purpose !== purpose || this.#epoch.epoch !== epoch) {
      const { seed, data } = this.source;
      const order = epochOrder(seed, epoch, data.training.labels.length, `${purpose}order of an epoch`);
      this.#epoch = { purpose, epoch, order };
    }
    return this.#epoch.order;
  }
}
