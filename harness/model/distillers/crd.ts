import { z } from 'zod';
import { tf } from '../engine/tensorflow.ts';
import { defineMethod } from './method.ts';
import { contrastiveTransfer } from './modules/contrastive-transfer.ts';
import { criticObjective } from './modules/critic-objective.ts';
import { infoNceObjective } from './modules/info-nce-objective.ts';

/**
 * Contrastive Representation Distillation (the paper's section 3.2, equations 10 to 19). Student and teacher are
 * embedded by a linear layer each and compared with memory banks of all training images' embeddings, the student with the
 * teacher's bank and the teacher with the student's (modules/contrastive-transfer.ts); the losses of both directions are
 * added. What is minimised is the paper's objective (modules/critic-objective.ts) or, as in its Table 6, InfoNCE
 * (modules/info-nce-objective.ts).
 *
 * Options without a default are ablations. A job without them is the same job as before they were there.
 */
export const crd = defineMethod({
  options: z.strictObject({
    name: z.literal('crd'),
    /** Width of the embedding in which student and teacher are compared. */
    dimension: z.int().positive().default(128),
    /** Negatives for each image. */
    negatives: z.int().positive().default(16384),
    /** Temperature of the scores: 0.07 in the authors' code and scripts, 0.1 in the paper's text. */
    temperature: z.number().positive().default(0.07),
    /** How much of a memory bank's row stays when its image is seen again. */
    momentum: z.number().min(0).lt(1).default(0.5),
    /** What is minimised; the paper's objective by default. */
    objective: z.literal('infonce').optional(),
    /**
     * What no negative of an image may be: an image of its class by default (y_i != y_j in the paper), or the
     * image alone (i != j).
     */
    excludes: z.literal('image').optional(),
  }),

  reads: 'pooled vector',
  alsoReads: ['indices', 'contrast'],
  create({ options, parameters, student, teacher, images }) {
    const { negatives, objective, excludes } = options;
    const contrastive = contrastiveTransfer(parameters, {
      ...options,
      widths: [student.pooled, teacher.pooled],
      images,
      objective: objective === 'infonce' ? infoNceObjective : criticObjective,
    });
    return {
      negatives,
      ...(excludes && { excludes }),
      loss({ student, teacher, indices, contrast }) {
        const [ofStudent, ofTeacher] = contrastive(student.pooled, teacher.pooled, indices, contrast);
        return tf.add(ofStudent.loss, ofTeacher.loss);
      },
    };
  },
});
