import { z } from 'zod';
import { mean } from '../engine/ops/reduction.ts';
import { tf } from '../engine/tensorflow.ts';
import { defineMethod } from './method.ts';
import { exponent, transformedTeacherMatching } from './ttm.ts';

/**
 * Weighted Transformed Teacher Matching (Zheng and Yang, ICLR 2024; the authors' code: zkxufo/TTM, commit fe457b3, MIT): TTM in
 * which each image counts by its U, so that it counts more the less certain the teacher is.
 *
 *     loss = mean over the batch of U * KL(q || student)
 */
export const wttm = defineMethod({
  options: z.strictObject({
    name: z.literal('wttm'),
    /** As TTM's: 1 in the authors' code (ttm_l), 0.1 in its example for vgg13/vgg8, 0.2 in that of WTTM with CRD. */
    exponent,
  }),
  reads: 'logits',
  create: ({ options }) => ({
    loss({ student, teacher }) {
      const { divergence, powerSum } = transformedTeacherMatching(student.logits, teacher.logits, options.exponent);
      return mean(tf.mul(powerSum, divergence));
    },
  }),
});
