import type { Pass } from '../../engine/layers/batch-norm.ts';
import { normalisedConvolution } from '../../engine/layers/normalised-convolution.ts';
import type { Parameters } from '../../engine/parameters.ts';
import { type Tensor, tf } from '../../engine/tensorflow.ts';

/** What NORM's feature transform makes of a map. */
export interface Transformed {
  /** What is compared with the teacher: [batch, height, width, wide]. */
  wide: Tensor;
  /** What the student goes on with, in the shape of the map. */
  map: Tensor;
}

/**
 * NORM's feature transform: 1x1 convolutions with batch norm to a wider map and back, which is added to what came in. There is no
 * ReLU, so that in a trained network both are one matrix.
 */
export function featureTransform(
  parameters: Parameters,
  channels: number,
  wide: number,
): (map: Tensor, pass: Pass) => Transformed {
  const widen = normalisedConvolution(parameters.at('layer31'), [0, 1], { inputs: channels, outputs: wide, size: 1 });
  const narrow = normalisedConvolution(parameters.at('layer32'), [0, 1], { inputs: wide, outputs: channels, size: 1 });
  return (map, pass) => {
    const widened = widen(map, pass);
    return { wide: widened, map: tf.add(narrow(widened, pass), map) };
  };
}
