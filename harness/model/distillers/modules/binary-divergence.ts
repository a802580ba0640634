import { sum } from '../../engine/ops/reduction.ts';
import { type Tensor, tf } from '../../engine/tensorflow.ts';

/** The probability of one class of each image, and that of all others together: [batch, 1] each. */
export type OneAgainstAll = readonly [one: Tensor, others: Tensor];

/**
 * @param probabilities [batch, classes]
 * @param chosen 1 at one class of each image, 0 elsewhere: [batch, classes]
 */
export function oneAgainstAll(probabilities: Tensor, chosen: Tensor): OneAgainstAll {
  const sumOver = (classes: Tensor) => sum(tf.mul(probabilities, classes), [1], true);
  // Not 1 minus the one: next to 1 nothing would be left of the others.
  return [sumOver(chosen), sumOver(tf.sub(1, chosen))];
}

/** KL(teacher || student) of such pairs: of each image, [batch, 1]. */
export function binaryDivergences(student: OneAgainstAll, teacher: OneAgainstAll): Tensor {
  const [one, others] = teacher.map((theirs, i) => tf.mul(theirs, tf.sub(tf.log(theirs), tf.log(student[i]!))));
  return tf.add(one!, others!);
}

/** The same averaged over the batch. */
export function binaryDivergence(student: OneAgainstAll, teacher: OneAgainstAll): Tensor {
  return tf.div(sum(binaryDivergences(student, teacher)), student[0].shape[0]!);
}
