import { mean, sum } from '../../engine/ops/reduction.ts';
import { type Tensor, tf } from '../../engine/tensorflow.ts';

/**
 * Which share of some values is no greater than their median: a half where there is an even number of them, all different.
 * @param values [n]
 * @returns a scalar
 */
export function sharesUpToMedian(values: Tensor): Tensor {
  const [count] = values.shape as [number];
  // No greater than the median is whatever has fewer values below it than the lower one of the two in the middle may have.
  const isBelow = tf.cast(tf.less(values.reshape([1, count]), values.reshape([count, 1])), 'float32');
  return mean(tf.cast(tf.lessEqual(sum(isBelow, [1]), Math.floor((count - 1) / 2)), 'float32'));
}
