import { z } from 'zod';
import { mean } from '../engine/ops/reduction.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { attention } from './attention.ts';
import { atSameHeight, layerByLayer, middleMaps, total, unequalLists } from './layers.ts';
import { defineMethod } from './method.ts';

/**
 * Attention Transfer (Zagoruyko and Komodakis, ICLR 2017; row AT of the CRD paper's tables):
 *
 *     attention(map) = mean over channels of map^2, as a vector of length 1
 *     loss = sum over layers of mean((attention(student) - attention(teacher))^2)
 *
 * As the reference's code has it: the larger map is average-pooled to the smaller; the mean is over batch and positions, where
 * that paper has a norm, so that beta is 1000.
 */
export const at = defineMethod({
  options: z.strictObject({ name: z.literal('at') }),
  unfit: unequalLists,
  reads: 'maps',
  create: () => ({
    loss: ({ student, teacher }) => total(attentionTransfer(middleMaps(student.maps), middleMaps(teacher.maps))),
  }),
});

/** One scalar for each pair of maps [batch, height, width, channels]. */
export function attentionTransfer(students: readonly Tensor[], teachers: readonly Tensor[]): Tensor[] {
  return layerByLayer(students, teachers, (student, teacher) => {
    const [ofStudent, ofTeacher] = atSameHeight(student, teacher);
    return mean(tf.square(tf.sub(attention(ofStudent), attention(ofTeacher))));
  });
}
