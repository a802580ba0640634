import { uniform } from '../../engine/initial.ts';
import { gatherEntries, gatherRows, replaceRows } from '../../engine/ops/gather.ts';
import { matMulTransposed } from '../../engine/ops/linear.ts';
import { normaliseRows } from '../../engine/ops/normalise.ts';
import type { Parameters } from '../../engine/parameters.ts';
import { type Tensor, tf } from '../../engine/tensorflow.ts';
import { productsWithRows } from './products-with-rows.ts';

/** How the products of anchors with rows of the bank are computed. */
export type ProductForm = 'whole bank' | 'rows';

export interface MemoryBankOptions {
  /** One row for each training image. */
  images: number;
  /** Width of a row. */
  dimension: number;
  /** How much of a row stays when its image is seen again. */
  momentum: number;
}

/** The embeddings of all training images, as the last step that saw each of them left them. */
export interface MemoryBank {
  /** All rows as they were before the step, [images, dimension]. */
  readonly value: Tensor;
  /**
   * The products of each anchor with the rows that it is compared with. The gradient goes to the anchors.
   * @param anchors [batch, dimension]
   * @param contrast rows' indices, [batch, count] (integers)
   * @param form the cheaper one by default
   * @returns [batch, count]
   */
  products(anchors: Tensor, contrast: Tensor, form?: ProductForm): Tensor;
  /** Moves the rows in these indices, [batch] (integers), towards the anchors; each has length 1 afterwards. */
  remember(indices: Tensor, anchors: Tensor): void;
}

/** Rows start uniform on +-1/sqrt(dimension / 3), not normalised, as the reference's. */
export function memoryBank(parameters: Parameters, name: string, options: MemoryBankOptions): MemoryBank {
  const { images, dimension, momentum } = options;
  const initial = uniform(1 / Math.sqrt(dimension / 3));
  const bank = parameters.addTable(name, [images, dimension], initial);
  return {
    get value() {
      return bank.value;
    },
    products(anchors, contrast, form = cheaperForm(images, contrast.shape[1]!)) {
      return form === 'whole bank'
        ? gatherEntries(matMulTransposed(anchors, bank.value), contrast)
        : productsWithRows(anchors, bank.value, contrast);
    },
    remember(indices, anchors) {
      const rows = tf.add(tf.mul(gatherRows(bank.value, indices), momentum), tf.mul(anchors, 1 - momentum));
      replaceRows(bank, indices, normaliseRows(rows));
    },
  };
}

/**
 * One product with the whole bank and a choice of scalars moves less than gathering each anchor's rows, which are read
 * but once, as long as the bank has not many more rows than are asked for.
 */
export function cheaperForm(images: number, count: number): ProductForm {
  return images <= 16 * count ? 'whole bank' : 'rows';
}
