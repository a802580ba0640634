import { z } from 'zod';
import { linearLayer } from '../engine/layers/linear.ts';
import { normaliseRows } from '../engine/ops/normalise.ts';
import { mean, sum } from '../engine/ops/reduction.ts';
import { stopGradient } from '../engine/ops/stop-gradient.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { defineMethod } from './method.ts';

/**
 * Norm and direction (Wang et al., "Improving knowledge distillation via regularizing feature norm and direction", 2023; row KD++
 * with KD; WangYZ1608/Knowledge-Distillation-via-ND at fc6f3f9, no licence). With f_s, f_t the pooled vectors and c_y the mean of
 * the teacher's over the training images of the image's class:
 *
 *     loss = mean of 1 - <f_s, c_y / |c_y|> / max(|f_s|, |f_t|)
 *
 * A pass over the training set with the teacher, without augmentation, collects the means before anything is trained. Where the two
 * vectors differ in length a linear layer brings the student's to the teacher's (its form is our choice: the source's was not seen).
 */
export const nd = defineMethod({
  options: z.strictObject({ name: z.literal('nd') }),

  reads: 'pooled vector',
  alsoReads: ['labels'],
  pass: true,
  create({ parameters, student, teacher }) {
    const { classes, pooled } = teacher;
    const embed =
      student.pooled === pooled ? (x: Tensor) => x : linearLayer(parameters.at('embed'), student.pooled, pooled);
    const sums = parameters.add('class_sums', {
      ...{ torchShape: [classes, pooled], trainable: false },
      initial: () => new Float32Array(classes * pooled),
    });
    const ofClasses = (labels: Tensor) => tf.cast(tf.oneHot(labels, classes), 'float32');
    return {
      pass({ teacher, labels }) {
        sums.assign(tf.add(sums.value, tf.matMul(ofClasses(labels), teacher.pooled, true)));
      },
      // The direction of a class's sum is that of its mean.
      loss({ student, teacher, labels }) {
        const centres = stopGradient(tf.matMul(ofClasses(labels), sums.value));
        return normAndDirection(embed(student.pooled), teacher.pooled, centres);
      },
    };
  },
});

/** A scalar; all are [batch, channels], `centres` the means of the images' classes or any multiples of them. */
export function normAndDirection(student: Tensor, teacher: Tensor, centres: Tensor): Tensor {
  const lengthOf = (x: Tensor) => tf.sqrt(sum(tf.square(x), [1]));
  const along = sum(tf.mul(student, normaliseRows(centres)), [1]);
  return mean(tf.sub(1, tf.div(along, tf.maximum(lengthOf(student), lengthOf(teacher)))));
}
