import { sum } from '../../engine/ops/reduction.ts';
import { logSoftmax, softmax } from '../../engine/ops/softmax.ts';
import { type Tensor, tf } from '../../engine/tensorflow.ts';

/**
 * The cross entropy of each image with the teacher's probabilities, [batch]: KL without the part that the student does not
 * change. Both logits are [batch, classes], softened already.
 */
export function softCrossEntropy(student: Tensor, teacher: Tensor): Tensor {
  return tf.neg(sum(tf.mul(softmax(teacher), logSoftmax(student)), [1]));
}
