import { z } from 'zod';
import { mean, sum } from '../engine/ops/reduction.ts';
import { logSoftmax, softmax } from '../engine/ops/softmax.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { defineMethod } from './method.ts';

/** The option of TTM and WTTM. */
export const exponent = z.number().positive().default(1);

/**
 * Transformed Teacher Matching (Zheng and Yang, ICLR 2024; the authors' code: zkxufo/TTM, commit fe457b3, MIT). The
 * student's own probabilities, at temperature 1, are to match the teacher's p raised to a power and normalised:
 *
 *     q = p^exponent / U,   U = sum over classes of p^exponent
 *     loss = mean over the batch of KL(q || student)
 *
 * q is a softmax at the temperature 1 / exponent; unlike KD's, the student's has no temperature, and there is no T^2.
 */
export const ttm = defineMethod({
  options: z.strictObject({
    name: z.literal('ttm'),
    /** gamma in the paper; 1 in the authors' code (ttm_l), 0.1 in its example for vgg13/vgg8. */
    exponent,
  }),
  reads: 'logits',
  create: ({ options }) => ({
    loss: ({ student, teacher }) =>
      mean(transformedTeacherMatching(student.logits, teacher.logits, options.exponent).divergence),
  }),
});

/**
 * Of each image, [batch]: KL, and U, which is greater the less certain the teacher is.
 * @param student logits, [batch, classes]
 * @param teacher logits, [batch, classes]
 */
export function transformedTeacherMatching(student: Tensor, teacher: Tensor, exponent: number) {
  const powered = tf.mul(teacher, exponent);
  const surplus = tf.sub(logSoftmax(powered), logSoftmax(student));
  return {
    divergence: sum(tf.mul(softmax(powered), surplus), [1]),
    powerSum: sum(tf.exp(tf.mul(logSoftmax(teacher), exponent)), [1]),
  };
}
