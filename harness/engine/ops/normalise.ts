import { type Tensor, tf } from '../tensorflow.ts';
import { sum } from './reduction.ts';

/** Rows of [rows, width] divided by their Euclidean length. A row of zeros gives NaN, as in the reference. */
export function normaliseRows(x: Tensor): Tensor {
  return tf.div(x, tf.sqrt(sum(tf.square(x), [1], true)));
}
