import { type Tensor, tf } from '../tensorflow.ts';
import { averagePool } from './pooling.ts';
import { resample } from './resample.ts';

/**
 * Averages a map to size x size positions, whatever its own size (torch.nn.AdaptiveAvgPool2d): position i is the mean over the
 * input's positions from floor(i length / size) to below ceil((i + 1) length / size), along either axis.
 * @param x [batch, height, width, channels]
 */
export function adaptiveAveragePool(x: Tensor, size: number): Tensor {
  const [, height, width] = x.shape as [number, number, number, number];
  if (height === width && height % size === 0) return averagePool(x, height / size);
  return resample(x, windows(height, size), windows(width, size));
}

/** The means as a matrix [size, length]: each row has its window's positions at one over their number. */
function windows(length: number, size: number): Tensor {
  const rows = Array.from({ length: size }, (_, position) => {
    const start = Math.floor((position * length) / size);
    const end = Math.ceil(((position + 1) * length) / size);
    return Array.from({ length }, (_, i) => (i >= start && i < end ? 1 / (end - start) : 0));
  });
  return tf.tensor2d(rows);
}
