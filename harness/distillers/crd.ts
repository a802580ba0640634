import { z } from 'zod';
import { constant } from '../engine/initial.ts';
import { mean, sum } from '../engine/ops/reduction.ts';
import { stopGradient } from '../engine/ops/stop-gradient.ts';
import type { Parameters } from '../engine/parameters.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import type { Variable } from '../engine/variable.ts';
import { defineMethod } from './method.ts';
import { normalisedEmbedding } from './modules/embedding.ts';
import { type Choice, type MemoryBank, memoryBank } from './modules/memory-bank.ts';

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
 * - Both embedding layers are trained.
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

  reads: 'pooled vector',
  create({ options, parameters, student, teacher, images }) {
    const widths = [student, teacher].map(({ features }) => features.at(-1)!.channels) as [number, number];
    const contrastive = contrastiveTransfer(parameters, { ...options, widths, images });
    return {
      negatives: options.negatives,
      loss({ student, teacher, indices, contrast }) {
        if (!contrast) throw new Error('CRD needs negatives');
        const [ofStudent, ofTeacher] = contrastive(
          student.features.at(-1)!,
          teacher.features.at(-1)!,
          indices,
          contrast,
        );
        return tf.add(ofStudent.loss, ofTeacher.loss);
      },
    };
  },
});

export interface ContrastOptions {
  /** Of the student's pooled vector and of the teacher's. */
  widths: readonly [student: number, teacher: number];
  dimension: number;
  negatives: number;
  temperature: number;
  momentum: number;
  /** Rows of each memory bank: one for each training image. */
  images: number;
  /** See `memoryBank`. */
  choice?: Choice;
}

/** One network's side of the comparison. */
export interface Direction {
  /** The batch's embeddings, [batch, dimension], each of length 1. */
  anchor: Tensor;
  /** Against the other network's bank, divided by Z: [batch, 1 + negatives]. */
  scores: Tensor;
  /** A scalar. */
  loss: Tensor;
}

/**
 * Adds the embeddings and the memory banks to the parameters.
 * @returns a function that compares a batch's pooled vectors, of the student and of the teacher, and remembers them
 */
export function contrastiveTransfer(parameters: Parameters, options: ContrastOptions) {
  const { widths, dimension, negatives, temperature, images } = options;
  const embedStudent = normalisedEmbedding(parameters.at('embed_s'), widths[0], dimension);
  const embedTeacher = normalisedEmbedding(parameters.at('embed_t'), widths[1], dimension);
  const studentBank = memoryBank(parameters, 'memory_v1', options);
  const teacherBank = memoryBank(parameters, 'memory_v2', options);
  // Below zero means: not set yet.
  const normaliser = { torchShape: [], initial: constant(-1), trainable: false };
  const studentNormaliser = parameters.add('normaliser_v1', normaliser);
  const teacherNormaliser = parameters.add('normaliser_v2', normaliser);
  const noise = negatives / images;

  function compare(anchor: Tensor, bank: MemoryBank, normaliser: Variable, contrast: Tensor): Direction {
    const exponentials = tf.exp(tf.div(bank.products(anchor, contrast), temperature));
    const firstNormaliser = stopGradient(tf.mul(mean(exponentials), images));
    normaliser.assign(tf.where(tf.less(normaliser.value, 0), firstNormaliser, normaliser.value));
    const scores = tf.div(exponentials, normaliser.value);
    const batch = anchor.shape[0]!;
    const positive = tf.slice(scores, [0, 0], [batch, 1]);
    const negative = tf.slice(scores, [0, 1], [batch, negatives]);
    // log(1 + x) keeps the digits that the quotient's logarithm loses where a score is small.
    const positiveLoss = sum(tf.log1p(tf.div(noise + epsilon, positive)));
    const negativeLoss = sum(tf.log1p(tf.div(tf.add(negative, epsilon), noise)));
    return { anchor, scores, loss: tf.div(tf.add(positiveLoss, negativeLoss), batch) };
  }

  return (student: Tensor, teacher: Tensor, indices: Tensor, contrast: Tensor): [Direction, Direction] => {
    const ofStudent = compare(embedStudent(student), teacherBank, studentNormaliser, contrast);
    const ofTeacher = compare(embedTeacher(teacher), studentBank, teacherNormaliser, contrast);
    studentBank.remember(indices, ofStudent.anchor);
    teacherBank.remember(indices, ofTeacher.anchor);
    return [ofStudent, ofTeacher];
  };
}
