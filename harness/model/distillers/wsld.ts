import { z } from 'zod';
import { mean } from '../engine/ops/reduction.ts';
import { crossEntropies } from '../engine/ops/softmax.ts';
import { stopGradient } from '../engine/ops/stop-gradient.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { defineMethod } from './method.ts';
import { softCrossEntropy } from './modules/soft-cross-entropy.ts';

/**
 * Weighted Soft Label Distillation (Zhou et al., "Rethinking soft labels for knowledge distillation", ICLR 2021; the authors'
 * code: bellymonster/Weighted-Soft-Label-Distillation, commit 67820dd, Apache-2.0 in its files' headers; a port:
 * yzd-v/cls_KD, commit 1e5d48f, Apache-2.0):
 *
 *     weight of an image = 1 - exp(-CE(student, label) / CE(teacher, label)), at temperature 1, without a gradient
 *     loss = T^2 * mean over the batch of weight * CE(student / T, teacher / T)
 *
 * The code adds 1e-7 to the teacher's cross entropy. It sets the teacher to training mode, whose batch norms then use the batch's
 * statistics; the port does not, nor do we.
 */
export const wsld = defineMethod({
  options: z.strictObject({
    name: z.literal('wsld'),
    /** 4 on CIFAR-100, as the authors say in their issue 2; 2 in their code, for ImageNet. */
    temperature: z.number().positive().default(4),
  }),
  reads: 'logits',
  alsoReads: ['labels'],
  create: ({ options }) => ({
    loss: ({ student, teacher, labels }) =>
      weightedSoftLabels(student.logits, teacher.logits, labels, options.temperature),
  }),
});

/** A scalar; logits are [batch, classes], labels [batch] (integers). */
export function weightedSoftLabels(student: Tensor, teacher: Tensor, labels: Tensor, temperature: number): Tensor {
  const ratio = tf.div(crossEntropies(student, labels), tf.add(crossEntropies(teacher, labels), 1e-7));
  const weights = stopGradient(tf.sub(1, tf.exp(tf.neg(ratio))));
  const soft = softCrossEntropy(tf.div(student, temperature), tf.div(teacher, temperature));
  return tf.mul(mean(tf.mul(weights, soft)), temperature ** 2);
}
