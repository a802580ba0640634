import { z } from 'zod';
import { matMul, matMulTransposed } from '../engine/ops/linear.ts';
import { sum } from '../engine/ops/reduction.ts';
import { crossEntropy, softmax } from '../engine/ops/softmax.ts';
import { stopGradient } from '../engine/ops/stop-gradient.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { knowledgeDistillation } from './kd.ts';
import { total } from './layers.ts';
import { defineMethod } from './method.ts';
import { sharesUpToMedian } from './modules/shares-up-to-median.ts';

/**
 * Multi-level Logit Distillation (Jin, Wang, Lin, CVPR 2023; Jin-Ying/Multi-Level-Logit-Distillation at 5ee473f, no licence): KD, and
 * the differences of class and batch correlations, at the row's five temperatures on a weakly and a strongly augmented view. With p
 * the probabilities at a temperature:
 *
 *     kd    = f * sum over {T, 3, 5, 2, 6} of KD(weak) + sum over {T, 3, 5} of KD(strong) + sum over {2, 6} of KD(weak)
 *     class = g * sum over the temperatures of |p_t' p_t - p_s' p_s|^2 / classes
 *     batch = f * sum over the temperatures of |p_t p_t' - p_s p_s'|^2 / batch
 *     loss  = weight * (kd + class + batch) + crossEntropy * cross entropy of the strong view
 *
 * f is the share of the batch of which the teacher is no surer than of its median image, g that of the classes that are no likelier
 * than the median class. As coded: the masks multiply what was averaged already, so that they come to those shares; at 2 and 6 the
 * weak view stands for the strong one; the strong view's class and batch terms are computed and never added. The row's `gamma`
 * weighs the weak view's cross entropy. Its published numbers are of 480 epochs or more.
 */
export const mlkd = defineMethod({
  options: z.strictObject({
    name: z.literal('mlkd'),
    /** KD's first temperature: 4 in the authors' configurations. */
    temperature: z.number().positive().default(4),
    /** Of KD and of the correlations: 0.9 in the authors' configurations (KD.LOSS.KD_WEIGHT). */
    weight: z.number().positive().default(0.9),
    /** Of the strong view's cross entropy: 0.1 in the authors' configurations (KD.LOSS.CE_WEIGHT). */
    crossEntropy: z.number().min(0).default(0.1),
  }),

  reads: 'logits',
  alsoReads: ['labels', 'strong'],
  create: ({ options: { temperature, weight, crossEntropy: ofStrong } }) => ({
    loss({ student, teacher, strong, labels }) {
      const terms = multiLevel({ weak: { student, teacher }, strong }, temperature);
      const distilled = tf.mul(total(Object.values(terms)), weight);
      return tf.add(distilled, tf.mul(crossEntropy(strong.student.logits, labels), ofStrong));
    },
  }),
});

interface View {
  student: { logits: Tensor };
  teacher: { logits: Tensor };
}

/** The three terms, scalars without a weight; logits are [batch, classes]. */
export function multiLevel({ weak, strong }: { weak: View; strong: View }, temperature: number) {
  const [first, weakAlone] = [
    [temperature, 3, 5],
    [2, 6],
  ];
  const temperatures = [...first, ...weakAlone];
  const kd = ({ student, teacher }: View, at: number) => knowledgeDistillation(student.logits, teacher.logits, at);
  const [batch, classes] = weak.teacher.logits.shape as [number, number];
  const likely = softmax(weak.teacher.logits);
  const ofImages = stopGradient(sharesUpToMedian(tf.max(likely, 1)));
  const ofClasses = stopGradient(sharesUpToMedian(sum(likely, [0])));
  const apart = temperatures.map((at) => {
    const [p, q] = [weak.student, weak.teacher].map(({ logits }) => softmax(tf.div(logits, at))) as [Tensor, Tensor];
    const squared = (one: Tensor, other: Tensor) => sum(tf.square(tf.sub(one, other)));
    const transposed = (x: Tensor) => tf.transpose(x);
    return {
      classes: tf.div(squared(matMul(transposed(q), q), matMul(transposed(p), p)), classes),
      batch: tf.div(squared(matMulTransposed(q, q), matMulTransposed(p, p)), batch),
    };
  });
  return {
    kd: total([
      tf.mul(total(temperatures.map((at) => kd(weak, at))), ofImages),
      ...first.map((at) => kd(strong, at)),
      ...weakAlone.map((at) => kd(weak, at)),
    ]),
    classes: tf.mul(total(apart.map(({ classes }) => classes)), ofClasses),
    batch: tf.mul(total(apart.map(({ batch }) => batch)), ofImages),
  };
}
