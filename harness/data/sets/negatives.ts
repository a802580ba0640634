import { Problem } from '../../base/problem.ts';
import { RandomStream } from '../../model/engine/random.ts';

/** Of more others than these no copy is made for each image: it would not stay in the processor's caches. */
const mostCopied = 2 ** 18;

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
  /** For each image a bit: must it not be drawn any more? */
  #barred: Uint32Array;

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
    this.#barred = new Uint32Array(Math.ceil(classOf.length / 32));
    if (classOf.every((name) => name === classOf[0])) {
      throw new Problem('All training images are of one class, so there are no negatives', 'Take more training images');
    }
  }

  /**
   * @param seed of the trial
   * @param step counted over the whole run
   * @param batch the images' indices
   * @returns [batch, 1 + negatives]: each image's own place (its positive), then its negatives
   */
  draw(seed: number, step: number, batch: ArrayLike<number>): Int32Array {
    const random = new RandomStream(seed, 'negatives', step);
    const width = 1 + this.negatives;
    const contrast = new Int32Array(batch.length * width);
    for (let row = 0; row < batch.length; row++) {
      const image = batch[row]!;
      contrast[row * width] = image;
      this.#fill(random, this.#classOf[image]!, contrast.subarray(row * width + 1, (row + 1) * width));
    }
    return contrast;
  }

  #fill(random: RandomStream, name: number, drawn: Int32Array): void {
    const [start, end] = [this.#starts[name]!, this.#starts[name + 1]!];
    const count = this.#classOf.length - (end - start);
    if (count > mostCopied && drawn.length <= count / 2) {
      this.#drawAgain(random, this.#byClass.subarray(start, end), drawn);
    } else if (drawn.length <= count) {
      random.choose(this.#copyWithout(start, end), drawn);
    } else {
      const others = this.#copyWithout(start, end);
      for (let i = 0; i < drawn.length; i++) drawn[i] = others[random.integer(count)]!;
    }
  }

  /** Draws from all images, and again where one is of the class or was drawn: as fast of a million images as of a few. */
  #drawAgain(random: RandomStream, ofClass: Int32Array, drawn: Int32Array): void {
    const barred = this.#barred;
    barred.fill(0);
    for (const image of ofClass) barred[image >>> 5]! |= 1 << image;
    for (let i = 0; i < drawn.length; ) {
      const image = random.integer(this.#classOf.length);
      // Of the shift only five bits count.
      const bit = 1 << image;
      if (barred[image >>> 5]! & bit) continue;
      barred[image >>> 5]! |= bit;
      drawn[i++] = image;
    }
  }

  /**
   * All images but a class's, in an array that the next call writes over. The copy is in the processor's caches: drawing in
   * place and undoing it takes twice as long.
   */
  #copyWithout(start: number, end: number): Int32Array {
    this.#others.set(this.#byClass.subarray(0, start));
    this.#others.set(this.#byClass.subarray(end), start);
    return this.#others.subarray(0, this.#classOf.length - (end - start));
  }
}
