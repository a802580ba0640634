import { z } from 'zod';
import { mean, sum } from '../engine/ops/reduction.ts';
import { softmax } from '../engine/ops/softmax.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { defineMethod } from './method.ts';

/**
 * DIST (Huang et al., "Knowledge distillation from a stronger teacher", NeurIPS 2022; the authors' code:
 * hunto/image_classification_sota, commit 6f7a70a, Apache-2.0). Probabilities p are to correlate with the teacher's instead of
 * being equal to them:
 *
 *     inter = 1 - mean over images of Pearson(p of the image, the teacher's)
 *     intra = 1 - mean over classes of Pearson(p of the class over the batch, the teacher's)
 *     loss = T^2 * (inter weight * inter + intra weight * intra)
 *
 * As in the code, Pearson's product of norms has 1e-8 added. The authors' copy for segmentation has no T.
 */
export const dist = defineMethod({
  options: z.strictObject({
    name: z.literal('dist'),
    /** Weight of the relations within an image: 1 in the authors' code (beta). */
    inter: z.number().min(0).default(1),
    /** Weight of the relations within a class: 1 in the authors' code (gamma). */
    intra: z.number().min(0).default(1),
    /** 4 in the authors' runs on CIFAR-100 (dist_t4), 1 on ImageNet. */
    temperature: z.number().positive().default(4),
  }),
  reads: 'logits',
  create: ({ options }) => ({
    loss({ student, teacher }) {
      const { inter, intra } = relations(student.logits, teacher.logits, options.temperature);
      return tf.mul(tf.add(tf.mul(inter, options.inter), tf.mul(intra, options.intra)), options.temperature ** 2);
    },
  }),
});

/** Both losses without weights, scalars; logits are [batch, classes]. */
export function relations(student: Tensor, teacher: Tensor, temperature: number) {
  const [ours, theirs] = [student, teacher].map((logits) => softmax(tf.div(logits, temperature)));
  const [inter, intra] = [1, 0].map((axis) => tf.sub(1, mean(correlations(ours!, theirs!, axis))));
  return { inter: inter!, intra: intra! };
}

/** Pearson's correlation along an axis. */
function correlations(a: Tensor, b: Tensor, axis: number): Tensor {
  const [x, y] = [a, b].map((values) => tf.sub(values, mean(values, [axis], true)));
  const norm = (values: Tensor) => tf.sqrt(sum(tf.square(values), [axis]));
  return tf.div(sum(tf.mul(x!, y!), [axis]), tf.add(tf.mul(norm(x!), norm(y!)), 1e-8));
}
