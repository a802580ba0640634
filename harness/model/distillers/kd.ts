import { z } from 'zod';
import { sum } from '../engine/ops/reduction.ts';
import { logSoftmax, softmax } from '../engine/ops/softmax.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { defineMethod } from './method.ts';

/**
 * Knowledge Distillation (Hinton, Vinyals, Dean 2015; the paper's section 3.1):
 *
 *     T^2 * KL(softmax(teacher / T) || softmax(student / T))
 *
 * summed over the classes, averaged over the batch.
 * @param student logits, [batch, classes]
 * @param teacher logits, [batch, classes]
 * @param temperature a number, or a scalar, which a gradient reaches too
 * @returns a scalar
 */
export function knowledgeDistillation(student: Tensor, teacher: Tensor, temperature: number | Tensor): Tensor {
  const batch = student.shape[0]!;
  const softTeacher = tf.div(teacher, temperature);
  const divergence = tf.mul(
    softmax(softTeacher),
    tf.sub(logSoftmax(softTeacher), logSoftmax(tf.div(student, temperature))),
  );
  const weight = typeof temperature === 'number' ? temperature ** 2 / batch : tf.div(tf.square(temperature), batch);
  return tf.mul(sum(divergence), weight);
}

/** KD as a part of another method. Rows have it as `alpha` and `temperature`, so that suites cannot call it by this name. */
export const kd = defineMethod({
  options: z.strictObject({ name: z.literal('kd'), temperature: z.number().positive().default(4) }),
  reads: 'logits',
  create: ({ options: { temperature } }) => ({
    loss: ({ student, teacher }) => knowledgeDistillation(student.logits, teacher.logits, temperature),
  }),
});
