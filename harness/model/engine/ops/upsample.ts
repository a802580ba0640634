import { type Tensor, tf } from '../tensorflow.ts';
import { resample } from './resample.ts';

/** How much of each of `from` values each of `to` takes where lines are drawn between their middles, [to, from]. */
function weights(from: number, to: number): Tensor {
  const matrix = new Float32Array(to * from);
  for (let i = 0; i < to; i++) {
    const position = Math.max(((i + 0.5) * from) / to - 0.5, 0);
    const before = Math.floor(position);
    const after = Math.min(before + 1, from - 1);
    matrix[i * from + before]! += 1 - (position - before);
    matrix[i * from + after]! += position - before;
  }
  return tf.tensor2d(matrix, [to, from]);
}

/**
 * Larger maps, bilinear, without corners aligned (torch.nn.functional.interpolate's `mode='bilinear'`).
 * @param x [batch, height, width, channels]
 * @returns [batch, toHeight, toWidth, channels]
 */
export function upsample(x: Tensor, toHeight: number, toWidth: number): Tensor {
  const [, height, width] = x.shape as [number, number, number, number];
  return resample(x, weights(height, toHeight), weights(width, toWidth));
}
