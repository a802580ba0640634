import { attribute, differentiable, kernels } from '../kernel.ts';
import { type Tensor, tf } from '../tensorflow.ts';
import type { BatchNormInputs } from './batch-norm-attributes.ts';
import { batchNormAttributes, epsilon } from './batch-norm-attributes.ts';
import { mean, sum } from './reduction.ts';

/** How many channels' float32 values oneDNN takes at once. */
const vector = 16;

/**
 * How many pixels of a row have to be taken for one of more channels, so that oneDNN's batch norm can go through whole
 * vectors of channels: it is several times as slow over 54 or 58 of them. 1 where it cannot be done, or has no use.
 */
export function foldOf([, , width, channels]: readonly number[]): number {
  if (channels! % 4 === 0) return 1;
  for (let fold = 2; fold <= vector; fold *= 2) {
    if ((fold * channels!) % vector === 0) return width! % fold === 0 ? fold : 1;
  }
  return 1;
}

/**
 * Batch normalisation with the batch's own statistics, over maps of which so many pixels are taken for one. Each of the
 * wider pixel's channels has statistics of its own, which are put together to those of the true channels.
 * @param fold as `foldOf` has it
 * @param statistics is given the batch's mean and its biased variance, each [channels]
 */
export function foldedBatchNorm(
  { x, weight, bias }: BatchNormInputs,
  fold: number,
  statistics: (mean: Tensor, variance: Tensor) => void,
): Tensor {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const folded = [batch, height, width / fold, fold * channels];
  /** Images and positions of one true channel. */
  const count = batch * height * width;
  const wide = (values: Tensor) => tf.tile(values, [fold]);
  const together = (values: Tensor, reduce: typeof mean) => reduce(values.reshape([fold, channels]), [0]);
  const [zeros, ones] = [tf.zeros([fold * channels]), tf.ones([fold * channels])];
  const normalise = (x: Tensor, ...parameters: [scale: Tensor, offset: Tensor, mean: Tensor, variance: Tensor]) => {
    const forward = [...batchNormAttributes(false), attribute.float('exponential_avg_factor', 1)];
    return kernels('FusedBatchNormV3', 6, forward, x, ...parameters)[0]!;
  };

  return differentiable(
    [x, weight, bias],
    (x, weight, bias) => {
      const pixels = x!.reshape(folded);
      const training = [...batchNormAttributes(true), attribute.float('exponential_avg_factor', 1)];
      const [, means, variances] = kernels('FusedBatchNormV3', 6, training, pixels, ones, zeros, zeros, ones);
      const average = together(means!, mean);
      // The kernel's variances are unbiased, over a part of the positions each.
      const biased = tf.mul(variances!, 1 - fold / count);
      const between = tf.square(tf.sub(means!, wide(average)));
      const variance = together(tf.add(biased, between), mean);
      statistics(average, variance);
      const value = normalise(pixels, wide(weight!), wide(bias!), wide(average), wide(variance));
      return { value: value.reshape(x!.shape), saved: [pixels, weight!, average, variance] };
    },
    (dy, saved) => {
      const [pixels, weight, average, variance] = saved as [Tensor, Tensor, Tensor, Tensor];
      // As if the statistics did not depend on x.
      const [direct, slopes, shifts] = kernels(
        'FusedBatchNormGradV3',
        5,
        batchNormAttributes(false),
        ...[dy.reshape(folded), pixels, wide(weight), wide(average), wide(variance), tf.zeros([0])],
      );
      const [dWeight, dBias] = [together(slopes!, sum), together(shifts!, sum)];
      // What they do change is linear in x: -(weight / deviation / count) (dBias + dWeight (x - mean) / deviation).
      const deviation = tf.sqrt(tf.add(variance, epsilon));
      const factor = tf.div(tf.mul(weight, -1 / count), deviation);
      const scale = tf.mul(factor, dWeight);
      const indirect = normalise(pixels, wide(scale), wide(tf.mul(factor, dBias)), wide(average), wide(variance));
      return [tf.add(direct!, indirect).reshape(dy.shape), dWeight, dBias];
    },
  );
}
