import { z } from 'zod';
import { batchMatMulTransposed, transposedBatchMatMul } from '../engine/ops/batch-mat-mul.ts';
import { normalise } from '../engine/ops/normalise.ts';
import { mean, sum } from '../engine/ops/reduction.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { atSameHeight, layerByLayer, middleMaps, total, unequalLists } from './layers.ts';
import { defineMethod } from './method.ts';

/**
 * Neuron Selectivity Transfer (Huang and Wang 2017; row NST of the CRD paper's tables): the squared maximum mean
 * discrepancy, with the kernel k(a, b) = (a . b)^2, between the channels of both maps, each a vector over the positions of
 * length 1:
 *
 *     loss = sum over layers of mean k(teacher, teacher) + mean k(student, student) - 2 mean k(student, teacher)
 *
 * averaged over the batch. As the reference's code has it: the larger map is average-pooled to the smaller; the first
 * term, a constant, is a part of the loss.
 */
export const nst = defineMethod({
  options: z.strictObject({ name: z.literal('nst') }),
  unfit: unequalLists,
  reads: 'maps',
  create: () => ({
    loss: ({ student, teacher }) => total(selectivityTransfer(middleMaps(student.maps), middleMaps(teacher.maps))),
  }),
});

/** One scalar for each pair of maps [batch, height, width, channels], whose channels may differ. */
export function selectivityTransfer(students: readonly Tensor[], teachers: readonly Tensor[]): Tensor[] {
  return layerByLayer(students, teachers, (student, teacher) => {
    const [s, t] = atSameHeight(student, teacher).map(channels) as [Tensor, Tensor];
    const [positions, ofStudent, ofTeacher] = [s.shape[1]!, s.shape[2]!, t.shape[2]!];
    return 2 * positions ** 2 < ofStudent ** 2 + ofTeacher ** 2 + ofStudent * ofTeacher
      ? discrepancyOfPlaces(s, t)
      : discrepancyOfChannels(s, t);
  });
}

/** A map as vectors over its positions of length 1, [batch, positions, channels]. */
function channels(map: Tensor): Tensor {
  const [batch, height, width, count] = map.shape as [number, number, number, number];
  return normalise(map.reshape([batch, height * width, count]), 1);
}

/** By the kernel's values between channels. */
function discrepancyOfChannels(s: Tensor, t: Tensor): Tensor {
  const kernelMean = (a: Tensor, b: Tensor) => mean(tf.square(transposedBatchMatMul(a, b)));
  return tf.sub(tf.add(kernelMean(t, t), kernelMean(s, s)), tf.mul(kernelMean(s, t), 2));
}

/**
 * By the channels' mean outer products: the same number, as the kernel is the inner product of outer products. A 4 x 4 map
 * of 2048 channels has 16 x 16 of them, where the kernel has 2048 x 2048 values.
 */
function discrepancyOfPlaces(s: Tensor, t: Tensor): Tensor {
  const meanOuterProduct = (x: Tensor) => tf.div(batchMatMulTransposed(x, x), x.shape[2]!);
  const difference = tf.sub(meanOuterProduct(s), meanOuterProduct(t));
  return tf.div(sum(tf.square(difference)), s.shape[0]!);
}
