import { z } from 'zod';
import { constant, uniform } from '../engine/initial.ts';
import { linearLayer } from '../engine/layers/linear.ts';
import { gatherEntries, gatherRows, replaceRows } from '../engine/ops/gather.ts';
import { matMulTransposed } from '../engine/ops/linear.ts';
import { normaliseRows } from '../engine/ops/normalise.ts';
import { mean, sum } from '../engine/ops/reduction.ts';
import { stopGradient } from '../engine/ops/stop-gradient.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import type { Variable } from '../engine/variable.ts';
import { defineMethod } from './method.ts';

/** In both denominators, as in the reference's code. */
const epsilon = 1e-7;

/**
 * Contrastive Representation Distillation (the paper's section 3.2, equations 10 to 19). Student and teacher are
 * embedded by a linear layer each and compared with memory banks of all training images' embeddings:
 *
 *     score(anchor, row) = exp(anchor . row / T) / Z
 *     loss = - log(p / (p + N/M)) - sum over N negatives of log((N/M) / (q + N/M))
 *
 * with p the score of the same image's row, q those of the negatives, M the number of training images; averaged over the
 * batch, and added over both directions: the student against the teacher's bank, the teacher against the student's.
 *
 * As the reference's code has it:
 * - Z of a direction is set once, by the first batch, to the mean score (the positives' included) times M.
 * - Scores use the banks' rows from before the step; then the batch's rows become normalise(m row + (1 - m) anchor).
 * - Rows start uniform on +-1/sqrt(dimension / 3), not normalised. Both embedding layers are trained.
 * - The noise is 1/M although negatives of the same class are left out.
 */
export const crd = defineMethod({
  options: z.strictObject({
    name: z.literal('crd'),
    /** Width of the embedding in which student and teacher are compared. */
    dimension: z.int().positive().default(128),
    /** Negatives for each image, drawn from the images of other classes. */
    negatives: z.int().positive().default(16384),
    /** Temperature of the scores: 0.07 in the authors' code and scripts, 0.1 in the paper's text. */
    temperature: z.number().positive().default(0.07),
    /** How much of a memory bank's row stays when its image is seen again. */
    momentum: z.number().min(0).lt(1).default(0.5),
  }),

  create({ options, parameters, student, teacher, images }) {
    const { dimension, negatives, temperature, momentum } = options;
    const embedStudent = linearLayer(
      parameters.at('embed_s').at('linear'),
      student.features.at(-1)!.channels,
      dimension,
    );
    const embedTeacher = linearLayer(
      parameters.at('embed_t').at('linear'),
      teacher.features.at(-1)!.channels,
      dimension,
    );
    const bank = { torchShape: [images, dimension], initial: uniform(1 / Math.sqrt(dimension / 3)), trainable: false };
    const studentBank = parameters.add('memory_v1', bank);
    const teacherBank = parameters.add('memory_v2', bank);
    // Below zero means: not set yet.
    const normaliser = { torchShape: [], initial: constant(-1), trainable: false };
    const studentNormaliser = parameters.add('normaliser_v1', normaliser);
    const teacherNormaliser = parameters.add('normaliser_v2', normaliser);
    const noise = negatives / images;

    function direction(anchor: Tensor, rows: Variable, normaliser: Variable, contrast: Tensor): Tensor {
      // One product with the whole bank, then a choice of scalars: the same numbers as gathering the rows first, which
      // would move a gigabyte a step.
      const similarities = gatherEntries(matMulTransposed(anchor, rows.value), contrast);
      const scores = tf.exp(tf.div(similarities, temperature));
      const firstNormaliser = stopGradient(tf.mul(mean(scores), images));
      normaliser.assign(tf.where(tf.less(normaliser.value, 0), firstNormaliser, normaliser.value));
      const normalised = tf.div(scores, normaliser.value);
      const batch = anchor.shape[0]!;
      const positive = tf.slice(normalised, [0, 0], [batch, 1]);
      const negative = tf.slice(normalised, [0, 1], [batch, negatives]);
      // log(1 + x) keeps the digits that the quotient's logarithm loses where a score is small.
      const positiveLoss = sum(tf.log1p(tf.div(noise + epsilon, positive)));
      const negativeLoss = sum(tf.log1p(tf.div(tf.add(negative, epsilon), noise)));
      return tf.div(tf.add(positiveLoss, negativeLoss), batch);
    }

    function remember(bank: Variable, indices: Tensor, anchor: Tensor): void {
      const rows = tf.add(tf.mul(gatherRows(bank.value, indices), momentum), tf.mul(anchor, 1 - momentum));
      bank.assign(replaceRows(bank.value, indices, normaliseRows(rows)));
    }

    return {
      negatives,
      loss({ student, teacher, indices, contrast }) {
        if (!contrast) throw new Error('CRD needs negatives');
        const studentAnchor = normaliseRows(embedStudent(student.features.at(-1)!));
        const teacherAnchor = normaliseRows(embedTeacher(teacher.features.at(-1)!));
        const loss = tf.add(
          direction(studentAnchor, teacherBank, studentNormaliser, contrast),
          direction(teacherAnchor, studentBank, teacherNormaliser, contrast),
        );
        remember(studentBank, indices, studentAnchor);
        remember(teacherBank, indices, teacherAnchor);
        return loss;
      },
    };
  },
});
