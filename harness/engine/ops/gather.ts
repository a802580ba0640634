import { attribute, differentiable, integers, kernel } from '../kernel.ts';
import { type Tensor, tf } from '../tensorflow.ts';

/** Along the first axis. */
function gather(values: Tensor, places: Tensor): Tensor {
  const attributes = [
    attribute.integer('batch_dims', 0),
    attribute.type('Tparams'),
    attribute.type('Tindices', 'int32'),
    attribute.type('Taxis', 'int32'),
  ];
  return kernel('GatherV2', attributes, values, places, tf.scalar(0, 'int32'));
}

/** Rows of a table [rows, width] by their indices [count] (integers), without a gradient to the table. */
export function gatherRows(table: Tensor, indices: Tensor): Tensor {
  return gather(table, indices);
}

/**
 * For each row of a matrix, the entries in the columns that are asked for; the gradient adds where a column is asked
 * for twice.
 * @param matrix [rows, columns]
 * @param columns [rows, count] (integers)
 * @returns [rows, count]
 */
export function gatherEntries(matrix: Tensor, columns: Tensor): Tensor {
  const [rows, width] = matrix.shape as [number, number];
  const count = columns.shape[1]!;
  return differentiable(
    [matrix],
    (matrix) => {
      const starts = tf.tensor2d(
        Int32Array.from({ length: rows }, (_, row) => row * width),
        [rows, 1],
        'int32',
      );
      const places = tf.add(columns, starts).reshape([rows * count]);
      const entries = gather(matrix!.reshape([-1]), places);
      return { value: entries.reshape([rows, count]), saved: [places] };
    },
    (dy, [places]) => {
      const types = [attribute.type('T'), attribute.type('Tindices', 'int32')];
      const updates = dy.reshape([rows * count]);
      return kernel('ScatterNd', types, places!.reshape([-1, 1]), updates, integers(rows * width)).reshape([
        rows,
        width,
      ]);
    },
  );
}

/** The table [rows, width] with some of its rows replaced; without a gradient. */
export function replaceRows(table: Tensor, indices: Tensor, rows: Tensor): Tensor {
  const types = [attribute.type('T'), attribute.type('Tindices', 'int32')];
  return kernel('TensorScatterUpdate', types, table, indices.reshape([-1, 1]), rows);
}
