import { type Tensor, tf } from '../tensorflow.ts';
import { resample } from './resample.ts';

/**
 * A map of another size, larger or smaller: position i takes the value of the old position floor(i length / size), along either
 * axis (torch.nn.functional.interpolate's `mode='nearest'`).
 * @param x [batch, height, width, channels]
 * @returns [batch, size, size, channels]
 */
export function resizeNearest(x: Tensor, size: number): Tensor {
  const [, height, width] = x.shape as [number, number, number, number];
  if (height === size && width === size) return x;
  return resample(x, choices(height, size), choices(width, size));
}

/** Which of `from` values each of `to` takes, as a matrix of ones and zeros, [to, from]. */
function choices(from: number, to: number): Tensor {
  const matrix = new Float32Array(to * from);
  for (let i = 0; i < to; i++) matrix[i * from + Math.floor((i * from) / to)] = 1;
  return tf.tensor2d(matrix, [to, from]);
}
