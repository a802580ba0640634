import type { Tensor } from '../tensorflow.ts';
import { matMulEach } from './batch-mat-mul.ts';

/**
 * Maps of another size, each of whose positions is a weighted sum of the old ones along one axis, then along the other.
 * @param x [batch, height, width, channels]
 * @param rows a constant, [new height, height]
 * @param columns a constant, [new width, width]
 * @returns [batch, new height, new width, channels]
 */
export function resample(x: Tensor, rows: Tensor, columns: Tensor): Tensor {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const [newHeight, newWidth] = [rows.shape[0]!, columns.shape[0]!];
  const along = matMulEach(rows, x.reshape([batch, height, width * channels]));
  const both = matMulEach(columns, along.reshape([batch * newHeight, width, channels]));
  return both.reshape([batch, newHeight, newWidth, channels]);
}
