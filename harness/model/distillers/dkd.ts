import { z } from 'zod';
import { oneHot } from '../engine/ops/one-hot.ts';
import { softmax } from '../engine/ops/softmax.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { knowledgeDistillation } from './kd.ts';
import { defineMethod } from './method.ts';
import { binaryDivergence, binaryDivergences, oneAgainstAll } from './modules/binary-divergence.ts';
import { divergences } from './modules/divergences.ts';

/**
 * Decoupled Knowledge Distillation (Zhao et al., CVPR 2022; the authors' code: megvii-research/mdistiller, commit a08d46f,
 * MIT). KD falls into two parts, which get weights of their own:
 *
 *     TCKD = T^2 * KL over two classes, the label's and all others together
 *     NCKD = T^2 * KL over the other classes alone
 *     loss = target * TCKD + nonTarget * NCKD
 *
 * As in the code, the label's class is not removed in NCKD: 1000 is subtracted from its softened logit. TCKD takes the
 * logarithm of finished probabilities, so that a lead of a class by more than about 104 T makes the loss infinite.
 *
 * The code raises its weight over the first 20 epochs: in a row, `schedules: { beta: { shape: 'linear warm-up', epochs: 20 } }`.
 */
export const dkd = defineMethod({
  options: z.strictObject({
    name: z.literal('dkd'),
    /** Weight of TCKD: 1 in the authors' configurations (ALPHA). */
    target: z.number().min(0).default(1),
    /** Weight of NCKD: 8 in the authors' code (BETA); their configurations have 2, 6 or 8, by pair. */
    nonTarget: z.number().min(0).default(8),
    /** 4 in the authors' code (T). */
    temperature: z.number().positive().default(4),
    /**
     * Does the student compute its pre-activations too, though no loss reads them? A wide resnet's running statistics of three
     * batch norms then move twice a step, as they do in the authors' code (models/cifar/wrn.py).
     */
    normalisesTwice: z.literal(true).optional(),
  }),
  reads: 'logits',
  alsoReads: ({ normalisesTwice }): readonly ('labels' | 'preactivations')[] =>
    normalisesTwice ? ['labels', 'preactivations'] : ['labels'],
  create: ({ options }) => ({
    loss({ student, teacher, labels }) {
      const { target, nonTarget } = decoupledDistillation(student.logits, teacher.logits, labels, options.temperature);
      return tf.add(tf.mul(target, options.target), tf.mul(nonTarget, options.nonTarget));
    },
  }),
});

/**
 * TCKD and NCKD, scalars.
 * @param student logits, [batch, classes]
 * @param teacher logits, [batch, classes]
 * @param labels [batch] (integers)
 * @param temperature a number, or a scalar, which a gradient reaches too
 */
export function decoupledDistillation(student: Tensor, teacher: Tensor, labels: Tensor, temperature: number | Tensor) {
  const { labelAgainstAll, withoutLabel, square } = decoupled(labels, student.shape[1]!, temperature);
  return {
    target: tf.mul(binaryDivergence(labelAgainstAll(student), labelAgainstAll(teacher)), square),
    nonTarget: knowledgeDistillation(withoutLabel(student), withoutLabel(teacher), temperature),
  };
}

/** The same of each image, [batch]. */
export function decoupledDivergences(student: Tensor, teacher: Tensor, labels: Tensor, temperature: number) {
  const { labelAgainstAll, withoutLabel, square } = decoupled(labels, student.shape[1]!, temperature);
  const target = binaryDivergences(labelAgainstAll(student), labelAgainstAll(teacher));
  return {
    target: tf.mul(target.reshape(labels.shape), square),
    nonTarget: divergences(withoutLabel(student), withoutLabel(teacher), temperature),
  };
}

/** What both parts compare, of logits [batch, classes], and the square in front. */
function decoupled(labels: Tensor, classes: number, temperature: number | Tensor) {
  const label = oneHot(labels, classes);
  const [square, removed] =
    typeof temperature === 'number'
      ? [temperature ** 2, 1000 * temperature]
      : [tf.square(temperature), tf.mul(temperature, 1000)];
  return {
    labelAgainstAll: (logits: Tensor) => oneAgainstAll(softmax(tf.div(logits, temperature)), label),
    withoutLabel: (logits: Tensor) => tf.sub(logits, tf.mul(label, removed)),
    square,
  };
}
