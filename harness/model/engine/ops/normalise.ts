import { differentiable } from '../kernel.ts';
import { type Tensor, tf } from '../tensorflow.ts';
import { sum } from './reduction.ts';

/** Rows of [rows, width] divided by their Euclidean length. A row of zeros gives NaN, as in the reference. */
export function normaliseRows(x: Tensor): Tensor {
  return tf.div(x, tf.sqrt(sum(tf.square(x), [1], true)));
}

/**
 * Divides by the Euclidean length along an axis, but at least by 1e-12, so that zeros stay zeros
 * (torch.nn.functional.normalize).
 */
export function normalise(x: Tensor, axis: number): Tensor {
  const least = 1e-12;
  return differentiable(
    [x],
    (x) => {
      const length = tf.sqrt(sum(tf.square(x!), [axis], true));
      const divisor = tf.maximum(length, least);
      const value = tf.div(x!, divisor);
      return { value, saved: [value, divisor, length] };
    },
    (dy, [value, divisor, length]) => {
      // Where the least length stands in, the divisor is a constant.
      const moves = tf.cast(tf.greaterEqual(length!, least), 'float32');
      const along = tf.mul(sum(tf.mul(dy, value!), [axis], true), moves);
      return tf.div(tf.sub(dy, tf.mul(value!, along)), divisor!);
    },
  );
}
