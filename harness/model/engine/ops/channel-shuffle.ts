import { type Tensor, tf } from '../tensorflow.ts';

/**
 * Mixes the channels of groups (ShuffleNet, Zhang et al. 2018, section 3.1): of g groups of n channels, channel i of
 * group j becomes channel i g + j.
 * @param x [batch, height, width, channels]
 */
export function channelShuffle(x: Tensor, groups: number): Tensor {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const grouped = x.reshape([batch * height * width, groups, channels / groups]);
  return tf.transpose(grouped, [0, 2, 1]).reshape([batch, height, width, channels]);
}
