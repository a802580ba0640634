import { type Tensor, tf } from '../tensorflow.ts';
import { averagePool } from './pooling.ts';
import { resample } from './resample.ts';

/**
 * Averages a map to size x size places, whatever its own size (torch.nn.AdaptiveAvgPool2d): place i is the mean over the
 * input's places from floor(i length / size) to below ceil((i + 1) length / size), along either axis.
 * @param x [batch, height, width, channels]
 */
export function adaptiveAveragePool(x: Tensor, size: number): Tensor {
  const [, height, width] = x.shape as [number, number, number, number];
  if (height === width && height % size === 0) return averagePool(x, height / size);
  return resample(x, windows(height, size), windows(width, size));
}

/** The means as a matrix [size, length]: each row has its window's places at one over their number. */
function windows(length: number, size: number): Tensor {
  const rows = Array.from({ length: size }, (_, place) => {
    const start = Math.floor((place * length) / size);
    const end = Math.ceil(((place + 1) * length) / size);
    return Array.from({ length }, (_, i) => (i >= start && i < end ? 1 / (end - start) : 0));
  });
  return tf.tensor2d(rows);
}
