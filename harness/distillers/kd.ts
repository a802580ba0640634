import { sum } from '../engine/ops/reduction.ts';
import { logSoftmax, softmax } from '../engine/ops/softmax.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';

/**
 * Knowledge Distillation (Hinton, Vinyals, Dean 2015; the paper's section 3.1):
 *
 *     T^2 * KL(softmax(teacher / T) || softmax(student / T))
 *
 * summed over the classes, averaged over the batch. The gradient reaches the student alone.
 * @param student logits, [batch, classes]
 * @param teacher logits, [batch, classes]
 * @returns a scalar
 */
export function knowledgeDistillation(student: Tensor, teacher: Tensor, temperature: number): Tensor {
  const batch = student.shape[0]!;
  const softTeacher = tf.div(teacher, temperature);
  const divergence = tf.mul(
    softmax(softTeacher),
    tf.sub(logSoftmax(softTeacher), logSoftmax(tf.div(student, temperature))),
  );
  return tf.mul(sum(divergence), temperature ** 2 / batch);
}
