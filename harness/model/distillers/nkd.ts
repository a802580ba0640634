import { z } from 'zod';
import { oneHot } from '../engine/ops/one-hot.ts';
import { mean, sum } from '../engine/ops/reduction.ts';
import { logSoftmax, softmax } from '../engine/ops/softmax.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { defineMethod } from './method.ts';
import { softCrossEntropy } from './modules/soft-cross-entropy.ts';

/**
 * Normalised Knowledge Distillation (Yang et al., "From knowledge distillation to self-knowledge distillation", ICCV 2023; the
 * authors' code: yzd-v/cls_KD, commit 1e5d48f, Apache-2.0):
 *
 *     target = -mean of p_teacher(label) * log p_student(label), at temperature 1
 *     non-target = T^2 * mean cross entropy over the other classes, normalised among themselves
 *     loss = target + nonTarget * non-target
 *
 * Cross entropies, not divergences: the least value is not 0. Before its fix of October 2023, and in SDD's copy, the code did not
 * remove the label's class from the second part (its issue 16).
 */
export const nkd = defineMethod({
  options: z.strictObject({
    name: z.literal('nkd'),
    /** Weight of the other classes: 1.5 in the authors' code (gamma), for ImageNet; 3.5 in their configuration for CIFAR-100. */
    nonTarget: z.number().min(0).default(1.5),
    /** 1 in the authors' code (temp), for ImageNet; 3 in their configuration for CIFAR-100. */
    temperature: z.number().positive().default(1),
  }),
  reads: 'logits',
  alsoReads: ['labels'],
  create: ({ options }) => ({
    loss({ student, teacher, labels }) {
      const { target, nonTarget } = normalisedDistillation(student.logits, teacher.logits, labels, options.temperature);
      return tf.add(target, tf.mul(nonTarget, options.nonTarget));
    },
  }),
});

/**
 * Both parts without weights, scalars.
 * @param student logits, [batch, classes]
 * @param teacher logits, [batch, classes]
 * @param labels [batch] (integers)
 */
export function normalisedDistillation(student: Tensor, teacher: Tensor, labels: Tensor, temperature: number) {
  const label = oneHot(labels, student.shape[1]!);
  const atLabel = (values: Tensor) => sum(tf.mul(values, label), [1]);
  const softOthers = (logits: Tensor) => tf.sub(tf.div(logits, temperature), tf.mul(label, 1000));
  return {
    target: tf.neg(mean(tf.mul(atLabel(softmax(teacher)), atLabel(logSoftmax(student))))),
    nonTarget: tf.mul(mean(softCrossEntropy(softOthers(student), softOthers(teacher))), temperature ** 2),
  };
}
