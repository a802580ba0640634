import { z } from 'zod';
import { matMulTransposed } from '../engine/ops/linear.ts';
import { normalise } from '../engine/ops/normalise.ts';
import { sum } from '../engine/ops/reduction.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { layerByLayer, total } from './layers.ts';
import { defineMethod } from './method.ts';

/**
 * Similarity-Preserving distillation (Tung and Mori, ICCV 2019; row SP of the CRD paper's tables):
 *
 *     G = map map^T over the flattened maps of a batch, each row divided by its length
 *     loss = sum((G of teacher - G of student)^2) / batch^2
 *
 * As the reference's code has it: the last map alone; rows of the products are normalised, not the maps.
 */
export const sp = defineMethod({
  options: z.strictObject({ name: z.literal('sp') }),
  reads: 'maps',
  create: () => ({
    loss: ({ student, teacher }) => total(similarity([student.maps.at(-1)!], [teacher.maps.at(-1)!])),
  }),
});

/** One scalar for each pair of tensors [batch, ...], whose other axes may differ. */
export function similarity(students: readonly Tensor[], teachers: readonly Tensor[]): Tensor[] {
  return layerByLayer(students, teachers, (student, teacher) => {
    const difference = tf.sub(similarities(teacher), similarities(student));
    return tf.div(sum(tf.square(difference)), student.shape[0]! ** 2);
  });
}

/** How alike the images of a batch are, [batch, batch]. */
function similarities(map: Tensor): Tensor {
  // In which order the positions stand does not matter to products of whole maps.
  const flat = map.reshape([map.shape[0]!, -1]);
  return normalise(matMulTransposed(flat, flat), 1);
}
