import { attribute, kernel, kernels } from '../../model/engine/kernel.ts';
import { type Tensor, tf } from '../../model/engine/tensorflow.ts';
import type { ValueAndGradient } from './lbfgs.ts';
import type { VectorRows } from './standardise.ts';

/** Vectors with what they are to be told apart by. */
export interface LabelledVectors extends VectorRows {
  labels: Int32Array;
  classes: number;
}

/** Vectors at a time: what they need beside them is 8 MB with 200 classes. */
const slice = 10_000;

/**
 * What multinomial logistic regression minimises, as scikit-learn has it, divided by C times the number of vectors: the mean
 * cross entropy plus the squared weights over 2 C n. Biases are not penalised.
 *
 * Points are [width + 1, classes], the biases last. Products are TensorFlow's, in float32; sums over vectors of the
 * cross entropy are in float64, so that rounding does not hide how little a last step gains.
 */
export class LogisticObjective {
  readonly #slices: { vectors: Tensor; labels: Tensor }[] = [];

  constructor(
    private readonly data: LabelledVectors,
    private readonly C: number,
  ) {
    const { values, width, labels } = data;
    for (let first = 0; first < labels.length; first += slice) {
      const count = Math.min(slice, labels.length - first);
      const vectors = new Float32Array(count * (width + 1)).fill(1);
      for (let i = 0; i < count; i++)
        vectors.set(values.subarray((first + i) * width, (first + i + 1) * width), i * (width + 1));
      this.#slices.push({
        vectors: tf.tensor2d(vectors, [count, width + 1]),
        labels: tf.tensor1d(labels.subarray(first, first + count), 'int32'),
      });
    }
  }

  evaluate(point: Float64Array): ValueAndGradient {
    const { width, classes, labels } = this.data;
    let crossEntropy = 0;
    const gradient = new Float64Array(point.length);
    const coefficients = tf.tensor2d(Float32Array.from(point), [width + 1, classes]);
    for (const one of this.#slices) {
      const { each, slopes } = tf.tidy(() => this.#ofSlice(one, coefficients));
      for (const value of each.dataSync()) crossEntropy += value;
      const values = slopes.dataSync();
      for (let i = 0; i < gradient.length; i++) gradient[i]! += values[i]! / labels.length;
      tf.dispose([each, slopes]);
    }
    coefficients.dispose();
    const strength = 1 / (this.C * labels.length);
    let penalty = 0;
    for (let i = 0; i < width * classes; i++) {
      penalty += point[i]! ** 2;
      gradient[i]! += strength * point[i]!;
    }
    return { value: crossEntropy / labels.length + (strength / 2) * penalty, gradient };
  }

  /** The cross entropy of each vector, and the gradient of their sum. */
  #ofSlice({ vectors, labels }: { vectors: Tensor; labels: Tensor }, coefficients: Tensor) {
    const logits = product(vectors, coefficients, false);
    const types = [attribute.type('T'), attribute.type('Tlabels', 'int32')];
    const [each, slopes] = kernels('SparseSoftmaxCrossEntropyWithLogits', 2, types, logits, labels);
    return { each: each!, slopes: product(vectors, slopes!, true) };
  }

  dispose(): void {
    for (const { vectors, labels } of this.#slices) tf.dispose([vectors, labels]);
  }
}

/** Matrix product, with the first factor transposed or not. */
function product(a: Tensor, b: Tensor, transposed: boolean): Tensor {
  const flags = [attribute.flag('transpose_a', transposed), attribute.flag('transpose_b', false)];
  return kernel('MatMul', [...flags, attribute.type('T')], a, b);
}
