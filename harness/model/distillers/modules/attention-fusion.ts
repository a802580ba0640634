import { kaimingUniformLinear as initial } from '../../engine/initial.ts';
import type { Pass } from '../../engine/layers/batch-norm.ts';
import { defaultConvolutionLayer } from '../../engine/layers/default-convolution.ts';
import { normalisedConvolution } from '../../engine/layers/normalised-convolution.ts';
import { resizeNearest } from '../../engine/ops/resize-nearest.ts';
import type { Parameters } from '../../engine/parameters.ts';
import { type Tensor, tf } from '../../engine/tensorflow.ts';

export interface FusionOptions {
  /** Channels of the student's map, of what one level hands to the next, and of the teacher's map. */
  inputs: number;
  middle: number;
  outputs: number;
  /** Height and width of the teacher's map. */
  size: number;
  /** Is there a deeper level, whose residual comes in? */
  fuses: boolean;
}

export interface Fused {
  /** What is compared with the teacher's map: [batch, size, size, outputs]. */
  feature: Tensor;
  /** What the next level, which is less deep, gets: [batch, size, size, middle]. */
  residual: Tensor;
}

/**
 * ReviewKD's attention-based fusion (ABF): a student's map, by a 1x1 convolution, is added to the residual of the level below
 * it, each weighted position by position by a gate that sees both.
 */
export function attentionFusion(
  parameters: Parameters,
  { inputs, middle, outputs, size, fuses }: FusionOptions,
): (map: Tensor, residual?: Tensor, pass?: Pass) => Fused {
  const enter = normalisedConvolution(parameters.at('conv1'), [0, 1], {
    ...{ inputs, outputs: middle, size: 1, initial },
  });
  const leave = normalisedConvolution(parameters.at('conv2'), [0, 1], {
    ...{ inputs: middle, outputs, size: 3, padding: 1, initial },
  });
  const gates =
    fuses && defaultConvolutionLayer(parameters.at('att_conv').at(0), { inputs: 2 * middle, outputs: 2, size: 1 });
  return (map, residual, pass = 'training') => {
    let x = enter(map, pass);
    if (gates && residual) {
      const below = resizeNearest(residual, x.shape[1]!);
      const [ofMap, ofBelow] = tf.split(tf.sigmoid(gates(tf.concat([x, below], 3))), 2, 3) as [Tensor, Tensor];
      x = tf.add(tf.mul(x, ofMap), tf.mul(below, ofBelow));
    }
    x = resizeNearest(x, size);
    return { feature: leave(x, pass), residual: x };
  };
}
