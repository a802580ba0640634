import { normalise } from '../engine/ops/normalise.ts';
import { mean } from '../engine/ops/reduction.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';

/**
 * Where a map is active: its squares' mean over the channels, as a vector of length 1.
 * @param map [batch, height, width, channels]
 * @returns [batch, height * width]
 */
export function attention(map: Tensor): Tensor {
  const [batch, height, width, channels] = map.shape as [number, number, number, number];
  // Taken apart before it is squared: a square behind a ReLU is an op that TensorFlow's graph optimiser joins with it, and
  // then it fails where the sum below the ReLU is joined with a convolution.
  const positions = map.reshape([batch, height * width, channels]);
  return normalise(mean(tf.square(positions), [2]), 1);
}
