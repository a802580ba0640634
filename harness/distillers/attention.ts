import { normalise } from '../engine/ops/normalise.ts';
import { mean } from '../engine/ops/reduction.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';

/**
 * Where a map is active: its squares' mean over the channels, as a vector of length 1.
 * @param map [batch, height, width, channels]
 * @returns [batch, height * width]
 */
export function attention(map: Tensor): Tensor {
  return normalise(mean(tf.square(map), [3]).reshape([map.shape[0]!, -1]), 1);
}
