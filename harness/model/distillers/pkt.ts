import { z } from 'zod';
import { matMulTransposed } from '../engine/ops/linear.ts';
import { mean, sum } from '../engine/ops/reduction.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { defineMethod } from './method.ts';

/** Added to lengths and to both probabilities, as in the reference's code. */
const epsilon = 1e-7;

/**
 * Probabilistic Knowledge Transfer (Passalis and Tefas, ECCV 2018; row PKT of the CRD paper's tables):
 *
 *     p(i, j) = ((cos(i, j) + 1) / 2) / its sum over j
 *     loss = mean over i, j of p_teacher log((p_teacher + eps) / (p_student + eps))
 *
 * over the pooled vectors of a batch. As the reference's code has it: the diagonal is in; the mean is over all batch^2
 * entries, where a divergence would sum, so that beta is 30000; a row of zeros has a NaN gradient.
 */
export const pkt = defineMethod({
  options: z.strictObject({ name: z.literal('pkt') }),
  reads: 'pooled vector',
  create: () => ({
    loss: ({ student, teacher }) => probabilisticTransfer(student.pooled, teacher.pooled),
  }),
});

/** A scalar; both are [batch, channels], whose channels may differ. */
export function probabilisticTransfer(student: Tensor, teacher: Tensor): Tensor {
  const [p, q] = [probabilities(teacher), probabilities(student)];
  return mean(tf.mul(p, tf.log(tf.div(tf.add(p, epsilon), tf.add(q, epsilon)))));
}

/** Of each row to be the neighbour of each, [batch, batch]. */
function probabilities(vectors: Tensor): Tensor {
  const lengths = tf.sqrt(sum(tf.square(vectors), [1], true));
  const directions = tf.div(vectors, tf.add(lengths, epsilon));
  const similarity = tf.div(tf.add(matMulTransposed(directions, directions), 1), 2);
  return tf.div(similarity, sum(similarity, [1], true));
}
