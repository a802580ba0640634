import { RandomStream } from '../engine/random.ts';
import { Problem } from '../problem.ts';

/**
 * Draws what CRD contrasts each image with: negatives from all training images of other classes, or from all others,
 * without replacement where there are enough of them (with replacement otherwise, as in the reference).
 */
export class NegativeSampler {
  /** The class of each image; where classes do not matter, each image is one of its own. */
  #classOf: Int32Array;
  /** All images, class by class. */
  #byClass: Int32Array;
  /** Where each class begins among them, and last their number. */
  #starts: Int32Array;
  /** Room for the images of other classes while they are drawn from. */
  #others: Int32Array;

  /**
   * @param labels of the training images
   * @param classes how many there are
   * @param negatives for each image
   * @param excludes what no negative may be: an image of the same class (the paper's y_i != y_j), or the image alone (i != j)
   */
  constructor(
    labels: Int32Array,
    classes: number,
    readonly negatives: number,
    excludes: 'class' | 'image' = 'class',
  ) {
    if (excludes === 'class' && labels.includes(-1)) {
      const cure = "Say excludes: 'image' in the method's options";
      throw new Problem('The training images have no labels, so negatives cannot be of other classes', cure);
    }
    const classOf = excludes === 'image' ? labels.map((_, image) => image) : labels;
    const count = excludes === 'image' ? labels.length : classes;
    this.#classOf = classOf;
    this.#starts = new Int32Array(count + 1);
    for (const name of classOf) this.#starts[name + 1]!++;
    for (let name = 0; name < count; name++) this.#starts[name + 1]! += this.#starts[name]!;
    // Images of a class keep their order.
    const next = this.#starts.slice();
    this.#byClass = new Int32Array(classOf.length);
    classOf.forEach((name, image) => {
      this.#byClass[next[name]!++] = image;
    });
    this.#others = new Int32Array(classOf.length);
    if (classOf.every((name) => name === classOf[0])) {
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
      this.#fill(
        random,
        this.#othersThan(this.#classOf[image]!),
        contrast.subarray(row * width + 1, (row + 1) * width),
      );
    }
    return contrast;
  }

  /**
   * The images of all other classes, in an array that the next call writes over. The copy is in the processor's caches:
   * drawing in place and undoing it takes twice as long, with 1.28 million images too.
   */
  #othersThan(name: number): Int32Array {
    const [start, end] = [this.#starts[name]!, this.#starts[name + 1]!];
    this.#others.set(this.#byClass.subarray(0, start));
    this.#others.set(this.#byClass.subarray(end), start);
    return this.#others.subarray(0, this.#classOf.length - (end - start));
  }

  #fill(random: RandomStream, others: Int32Array, drawn: Int32Array): void {
    const count = others.length;
    if (drawn.length > count) {
      for (let i = 0; i < drawn.length; i++) drawn[i] = others[random.integer(count)]!;
      return;
    }
    // The start of a shuffle.
    for (let i = 0; i < drawn.length; i++) {
      const place = i + random.integer(count - i);
      drawn[i] = others[place]!;
      others[place] = others[i]!;
    }
  }
}
