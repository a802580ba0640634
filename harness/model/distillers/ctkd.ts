import { z } from 'zod';
import { scaleGradient } from '../engine/ops/scale-gradient.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { decoupledDistillation, dkd } from './dkd.ts';
import { knowledgeDistillation } from './kd.ts';
import { standardised as standardise } from './logit-standardisation.ts';
import { defineMethod } from './method.ts';
import { scheduleSchema } from './schedule.ts';

/**
 * Curriculum Temperature for Knowledge Distillation (Li et al., AAAI 2023; zhengli97/CTKD at 7d52522, Apache-2.0), its global
 * temperature:
 *
 *     temperature = lowest + span * sigmoid(theta)
 *     loss = KD at that temperature
 *
 * theta is a trained scalar, under the student's optimiser and weight decay. In the backward pass its gradient is multiplied by `factor`
 * times a share that rises from 0 to 1 over the first epochs: with -1, as in the authors' scripts, it learns to make the loss larger.
 * The gradient goes through the temperature on both sides, and through the squared one in front.
 *
 * The direction is disputed (issue 24 of that repository): the code multiplies by a lambda that goes from 0 to -1, as the paper
 * says, though its docstring says -lambda. `factor: 1` is the other direction; with 0, its parser's default, theta only decays.
 *
 * With DKD, the label's class adds nothing to theta's gradient by NCKD. The authors' code divides 0 by 0 there in new releases of
 * PyTorch, and theta becomes NaN.
 */
export const ctkd = defineMethod({
  options: z.strictObject({
    name: z.literal('ctkd'),
    /** The lowest temperature: 1 in the authors' code (t_start). */
    lowest: z.number().positive().default(1),
    /** How far above it the temperature may be: 20 in the authors' code (t_end). */
    span: z.number().positive().default(20),
    /** What multiplies theta's gradient once the warm-up is over: -1 in the authors' scripts (cosine_min). */
    factor: z.number().default(-1),
    /** How that factor comes in: by a cosine over 10 epochs in the authors' scripts (decay_loops). */
    schedule: scheduleSchema.default({ shape: 'cosine warm-up', epochs: 10 }),
    /** DKD in KD's place, with its weights. */
    base: dkd.options.omit({ temperature: true }).optional(),
    /** Does it see logits of mean 0 and deviation 1 (logit-standardisation.ts)? */
    standardised: z.literal(true).optional(),
  }),

  reads: 'logits',
  alsoReads: ({ base }): readonly 'labels'[] => (base ? ['labels'] : []),
  schedules: ['schedule'],
  create({ options: { lowest, span, factor, base, standardised }, parameters }) {
    const theta = parameters.add('theta', { torchShape: [1], initial: () => Float32Array.of(1) });
    return {
      loss({ labels, scalars, ...networks }) {
        const [student, teacher] = [networks.student, networks.teacher].map(({ logits }) =>
          standardised ? standardise(logits) : logits,
        ) as [Tensor, Tensor];
        const learned = scaleGradient(theta.value.reshape([]), tf.mul(scalars.schedule!, factor));
        const temperature = learnedTemperature(learned, lowest, span);
        if (!base) return knowledgeDistillation(student, teacher, temperature);
        const { target, nonTarget } = decoupledDistillation(student, teacher, labels, temperature);
        return tf.add(tf.mul(target, base.target), tf.mul(nonTarget, base.nonTarget));
      },
    };
  },
});

/** A scalar above `lowest` by at most `span`. */
export function learnedTemperature(theta: Tensor, lowest: number, span: number): Tensor {
  return tf.add(lowest, tf.mul(span, tf.sigmoid(theta)));
}
