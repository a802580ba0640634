import { sum } from '../../engine/ops/reduction.ts';
import { logSoftmax, softmax } from '../../engine/ops/softmax.ts';
import { type Tensor, tf } from '../../engine/tensorflow.ts';

/** KD of each image, [batch], where others average over the batch at once (kd.ts); logits are [batch, classes]. */
export function divergences(student: Tensor, teacher: Tensor, temperature: number): Tensor {
  const [ofStudent, ofTeacher] = [student, teacher].map((logits) => tf.div(logits, temperature));
  const surplus = tf.sub(logSoftmax(ofTeacher!), logSoftmax(ofStudent!));
  return tf.mul(sum(tf.mul(softmax(ofTeacher!), surplus), [1]), temperature ** 2);
}
