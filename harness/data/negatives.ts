import { RandomStream } from '../engine/random.ts';
import { Problem } from '../problem.ts';

/**
 * Draws what CRD contrasts each image with: negatives from all training images of other classes, without replacement
 * where there are enough of them (with replacement otherwise, as in the reference).
 */
export class NegativeSampler {
  /** For each class, the images of all others, in rising order. */
  #pools: Int32Array[];
  /** Room for what is left of a pool while it is drawn from. */
  #rest: Int32Array;

  /**
   * @param labels of the training images
   * @param classes how many there are
   * @param negatives for each image
   */
  constructor(
    readonly labels: Int32Array,
    classes: number,
    readonly negatives: number,
  ) {
    const places = Int32Array.from(labels.keys());
    this.#pools = Array.from({ length: classes }, (_, name) => places.filter((place) => labels[place] !== name));
    this.#rest = new Int32Array(labels.length);
    if (this.#pools.some(({ length }) => length === 0)) {
      throw new Problem('All training images are of one class, so there are no negatives', 'Take more training images');
    }
  }

  /**
   * @param seed of the trial
   * @param step counted over the whole run
   * @param batch the images' places
   * @returns [batch, 1 + negatives]: each image's own place (its positive), then its negatives
   */
  draw(seed: number, step: number, batch: ArrayLike<number>): Int32Array {
    const random = new RandomStream(seed, 'negatives', step);
    const width = 1 + this.negatives;
    const contrast = new Int32Array(batch.length * width);
    for (let row = 0; row < batch.length; row++) {
      const image = batch[row]!;
      contrast[row * width] = image;
      this.#fill(random, this.#pools[this.labels[image]!]!, contrast.subarray(row * width + 1, (row + 1) * width));
    }
    return contrast;
  }

  #fill(random: RandomStream, pool: Int32Array, drawn: Int32Array): void {
    if (drawn.length > pool.length) {
      for (let i = 0; i < drawn.length; i++) drawn[i] = pool[random.integer(pool.length)]!;
      return;
    }
    // The start of a shuffle, of a copy: what is drawn must not depend on earlier draws.
    const rest = this.#rest.subarray(0, pool.length);
    rest.set(pool);
    for (let i = 0; i < drawn.length; i++) {
      const other = i + random.integer(pool.length - i);
      drawn[i] = rest[other]!;
      rest[other] = rest[i]!;
    }
  }
}
