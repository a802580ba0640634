import { adaptiveAveragePool } from '../../engine/ops/adaptive-pooling.ts';
import { type Tensor, tf } from '../../engine/tensorflow.ts';

/**
 * A classifier's logits for regions of a map: for all of it, of its quarters row by row, and of its sixteenths where those are asked
 * for. The map is averaged to 4 x 4 positions first.
 * @param map [batch, height, width, channels]
 * @param classify of vectors [n, channels] the logits
 * @param finest how many regions stand side by side at most
 * @returns [batch, regions, classes]
 */
export function regionalLogits(map: Tensor, classify: (pooled: Tensor) => Tensor, finest: 2 | 4): Tensor {
  const [batch, , , channels] = map.shape as [number, number, number, number];
  const positions = adaptiveAveragePool(map, 4);
  const sides = finest === 4 ? [1, 2, 4] : [1, 2];
  const vectors = sides.map((side) => adaptiveAveragePool(positions, side).reshape([batch, side ** 2, channels]));
  const regions = sides.reduce((sum, side) => sum + side ** 2, 0);
  const logits = classify(tf.concat(vectors, 1).reshape([batch * regions, channels]));
  return logits.reshape([batch, regions, logits.shape[1]!]);
}
