import { sum } from '../../engine/ops/reduction.ts';
import { type Tensor, tf } from '../../engine/tensorflow.ts';

/**
 * 1 for each value that is no greater than the median of all, 0 for the others: a half of them where they are of an even number,
 * and all different.
 * @param values [n]
 * @returns [n]
 */
export function upToMedian(values: Tensor): Tensor {
  const [count] = values.shape as [number];
  // No greater than the median is whatever has fewer values below it than the lower one of the two in the middle may have.
  const isBelow = tf.cast(tf.less(values.reshape([1, count]), values.reshape([count, 1])), 'float32');
  return tf.cast(tf.lessEqual(sum(isBelow, [1]), Math.floor((count - 1) / 2)), 'float32');
}
