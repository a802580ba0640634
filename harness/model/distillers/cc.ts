import { z } from 'zod';
import { absolute } from '../engine/ops/absolute.ts';
import { mean, sum } from '../engine/ops/reduction.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { defineMethod } from './method.ts';
import { linearEmbedding } from './modules/embedding.ts';

/**
 * Correlation Congruence (Peng et al., ICCV 2019; row CC of the CRD paper's tables):
 *
 *     d(i) = |embedding of student - embedding of teacher| for image i
 *     loss = mean over neighbours in the batch of d(i) . d(i + 1)
 *
 * over the pooled vectors. As the reference's code has it (its author had it from that paper's authors, and it is not the
 * Gaussian kernel of their text): both linear embeddings are trained; neighbours are what the batch's order makes them.
 */
export const cc = defineMethod({
  options: z.strictObject({
    name: z.literal('cc'),
    /** Width of the embedding in which student and teacher are compared: 128 in the authors' code (feat_dim). */
    dimension: z.int().positive().default(128),
  }),
  reads: 'pooled vector',
  create({ options: { dimension }, parameters, student, teacher }) {
    const embedStudent = linearEmbedding(parameters.at('embed_s'), student.pooled, dimension);
    const embedTeacher = linearEmbedding(parameters.at('embed_t'), teacher.pooled, dimension);
    return {
      loss: ({ student, teacher }) => correlationCongruence(embedStudent(student.pooled), embedTeacher(teacher.pooled)),
    };
  },
});

/** A scalar; both are [batch, dimension]. */
export function correlationCongruence(student: Tensor, teacher: Tensor): Tensor {
  const difference = absolute(tf.sub(student, teacher));
  const [batch, width] = difference.shape as [number, number];
  const before = tf.slice(difference, [0, 0], [batch - 1, width]);
  const after = tf.slice(difference, [1, 0], [batch - 1, width]);
  return mean(sum(tf.mul(before, after), [1]));
}
