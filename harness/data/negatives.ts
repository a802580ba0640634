import { RandomStream } from '../engine/random.ts';
import { Problem } from '../problem.ts';

/**
 * Draws what CRD contrasts each image with: negatives from all training images of other classes, without replacement
 * where there are enough of them (with replacement otherwise, as in the reference).
 */
export class NegativeSampler {
  /** For each class, the images of all others, in rising order. */
  #pools: Int32Array[];

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
    // The start of a shuffle, which is taken back afterwards: what is drawn must not depend on earlier draws.
    const others = new Int32Array(drawn.length);
    for (let i = 0; i < drawn.length; i++) {
      const other = i + random.integer(pool.length - i);
      others[i] = other;
      swap(pool, i, other);
      drawn[i] = pool[i]!;
    }
    for (let i = drawn.length - 1; i >= 0; i--) swap(pool, i, others[i]!);
  }
}

function swap(values: Int32Array, a: number, b: number): void {
  const value = values[a]!;
  values[a] = values[b]!;
  values[b] = value;
}
