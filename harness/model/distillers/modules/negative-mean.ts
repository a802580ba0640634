import { absolute } from '../../engine/ops/absolute.ts';
import { erfc } from '../../engine/ops/erfc.ts';
import { stopGradient } from '../../engine/ops/stop-gradient.ts';
import { type Tensor, tf } from '../../engine/tensorflow.ts';

/** Channels that are less often below 0 have another margin. */
const rarely = 0.001;

/**
 * OFD's margins: the mean of what is below 0 of a normal distribution with the deviation |weight| around the bias, which is how a
 * batch norm's output is distributed; where hardly anything is, -3 |weight|.
 * @param weight [channels], as the bias
 * @returns [channels], constants for the backward pass
 */
export function negativeMean(weight: Tensor, bias: Tensor): Tensor {
  const deviation = absolute(stopGradient(weight));
  const centre = stopGradient(bias);
  const ratio = tf.div(centre, deviation);
  const density = tf.div(tf.exp(tf.mul(tf.square(ratio), -1 / 2)), Math.sqrt(2 * Math.PI));
  const share = tf.div(erfc(tf.div(ratio, Math.SQRT2)), 2);
  const mean = tf.sub(centre, tf.mul(deviation, tf.div(density, share)));
  return tf.where(tf.greater(share, rarely), mean, tf.mul(deviation, -3));
}
