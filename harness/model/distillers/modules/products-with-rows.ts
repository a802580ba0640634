import { differentiable } from '../../engine/kernel.ts';
import { batchMatMul } from '../../engine/ops/batch-mat-mul.ts';
import { gatherRows } from '../../engine/ops/gather.ts';
import { type Tensor, tf } from '../../engine/tensorflow.ts';

/** What is gathered at once, or the rows of one anchor where these are more. */
const bytesAtOnce = 2 ** 24;

/**
 * The products of each anchor with rows of its own, gathered from a table for a few anchors at a time, one after the other,
 * and again in the backward pass: those of all anchors, 2.1 GB for a batch of 256 with 16,384 negatives of 128 values, would
 * be in memory at once otherwise. The gradient goes to the anchors alone.
 * @param anchors [batch, width]
 * @param table [rows, width]
 * @param contrast rows' indices, [batch, count] (integers)
 * @returns [batch, count]
 */
export function productsWithRows(anchors: Tensor, table: Tensor, contrast: Tensor): Tensor {
  const [batch, width] = anchors.shape as [number, number];
  const count = contrast.shape[1]!;
  const atOnce = Math.max(1, Math.floor(bytesAtOnce / (4 * count * width)));
  const slices = Array.from({ length: Math.ceil(batch / atOnce) }, (_, slice) => {
    const first = slice * atOnce;
    return { first, size: Math.min(atOnce, batch - first) };
  });
  const rowsOf = ({ first, size }: (typeof slices)[number], after?: Tensor) => {
    const indices = tf.slice(contrast, [first, 0], [size, count]).reshape([size * count]);
    return gatherRows(table, indices, after).reshape([size, count, width]);
  };

  return differentiable(
    [anchors],
    (anchors) => {
      const products: Tensor[] = [];
      for (const slice of slices) {
        const vectors = tf.slice(anchors!, [slice.first, 0], [slice.size, width]).reshape([slice.size, 1, width]);
        const rows = rowsOf(slice, products.at(-1));
        products.push(batchMatMul(vectors, rows, false, true).reshape([slice.size, count]));
      }
      return { value: tf.concat(products, 0) };
    },
    (dy) => {
      const gradients: Tensor[] = [];
      for (const slice of slices) {
        const weights = tf.slice(dy, [slice.first, 0], [slice.size, count]).reshape([slice.size, 1, count]);
        const rows = rowsOf(slice, gradients.at(-1) ?? dy);
        gradients.push(batchMatMul(weights, rows).reshape([slice.size, width]));
      }
      return tf.concat(gradients, 0);
    },
  );
}
