import { z } from 'zod';
import { greatest } from '../engine/ops/accuracy.ts';
import { oneHot } from '../engine/ops/one-hot.ts';
import { sum } from '../engine/ops/reduction.ts';
import { softmax } from '../engine/ops/softmax.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { knowledgeDistillation } from './kd.ts';
import { defineMethod } from './method.ts';
import { binaryDivergence, oneAgainstAll } from './modules/binary-divergence.ts';

/**
 * Refined Logit Distillation (Sun et al., ICCV 2025; the authors' code: zju-SWJ/RLD, commit d54578f, no licence; only its numbers
 * are used here). What the teacher has wrong is not taught:
 *
 *     confidence = a^2 * KL over two classes: the teacher's greatest probability, to the student's of the label
 *     correlation = T^2 * KL over the classes to which the teacher gives less than to the label
 *     loss = confidence weight * confidence + correlation weight * correlation
 *
 * As in the code, the other classes' logits become -1e9 in both networks. Where the label is the teacher's last class, all do,
 * and that image adds nothing.
 *
 * The code raises its weight over the first 20 epochs: in a row, `schedules: { beta: { shape: 'linear warm-up', epochs: 20 } }`.
 */
export const rld = defineMethod({
  options: z.strictObject({
    name: z.literal('rld'),
    /** Weight of the confidence (SCD): 1 in the authors' code (ALPHA). */
    confidence: z.number().min(0).default(1),
    /** Weight of the correlation (MCD): 8 in the authors' code (BETA). */
    correlation: z.number().min(0).default(8),
    /** Of the correlation: 4 in the authors' code (T). */
    temperature: z.number().positive().default(4),
    /** Of the confidence: 1 in the authors' code (ALPHA_T). */
    confidenceTemperature: z.number().positive().default(1),
  }),
  reads: 'logits',
  alsoReads: ['labels'],
  create: ({ options }) => ({
    loss({ student, teacher, labels }) {
      const { confidence, correlation } = refinedDistillation(student.logits, teacher.logits, labels, options);
      return tf.add(tf.mul(confidence, options.confidence), tf.mul(correlation, options.correlation));
    },
  }),
});

/** Both parts without weights, scalars; logits are [batch, classes], labels [batch] (integers). */
export function refinedDistillation(
  student: Tensor,
  teacher: Tensor,
  labels: Tensor,
  { temperature, confidenceTemperature }: { temperature: number; confidenceTemperature: number },
) {
  const classes = student.shape[1]!;
  const [label, top] = [labels, greatest(teacher)].map((chosen) => oneHot(chosen, classes));
  const against = (logits: Tensor, chosen: Tensor) =>
    oneAgainstAll(softmax(tf.div(logits, confidenceTemperature)), chosen);
  const ofLabel = sum(tf.mul(teacher, label!), [1], true);
  const removed = tf.cast(tf.greaterEqual(teacher, ofLabel), 'float32');
  const kept = (logits: Tensor) => tf.sub(tf.mul(logits, tf.sub(1, removed)), tf.mul(removed, 1e9));
  return {
    confidence: tf.mul(binaryDivergence(against(student, label!), against(teacher, top!)), confidenceTemperature ** 2),
    correlation: knowledgeDistillation(kept(student), kept(teacher), temperature),
  };
}
