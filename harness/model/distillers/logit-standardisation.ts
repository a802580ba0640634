import { z } from 'zod';
import { mean, sum } from '../engine/ops/reduction.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { dkd } from './dkd.ts';
import { kd } from './kd.ts';
import { alsoReadsOf, makeMethod } from './make-method.ts';
import { defineMethod, type MethodDefinition } from './method.ts';
import { rld } from './rld.ts';

/** Those whose logits can be standardised: they read nothing else of the networks. */
const parts = { kd, dkd, rld };

const [first, ...others] = Object.values(parts).map(({ options }) => options);
const partSchema = z.discriminatedUnion('name', [first!, ...others]);
type Part = z.output<typeof partSchema>;

const definitionOf = ({ name }: Part): MethodDefinition<z.ZodType<Part>, 'logits', 'labels'> =>
  parts[name] as unknown as MethodDefinition<z.ZodType<Part>, 'logits', 'labels'>;

/**
 * Logit standardisation (Sun et al., "Logit standardization in knowledge distillation", CVPR 2024; the authors' code:
 * sunshangquan/logit-standardization-KD, commit f6e5aa5, no licence; only its numbers are used here): another method on logits
 * that have mean 0 and deviation 1 in each image.
 *
 *     z' = (z - mean z) / (deviation of z + 1e-7)
 *
 * of student and teacher, over the classes; the deviation is a sample's (classes - 1), and both moments have gradients. Cross
 * entropy sees z. The code calls the outer weight `kd_weight`: it is the row's `beta` here.
 */
export const logitStandardisation = defineMethod({
  options: z.strictObject({
    name: z.literal('logit-standardisation'),
    /** The method that sees them. By default KD at the temperature 2, as in the authors' code. */
    of: partSchema.default({ name: 'kd', temperature: 2 }),
  }),
  reads: 'logits',
  alsoReads: ({ of }) => alsoReadsOf(definitionOf(of), of),
  create({ options: { of }, ...context }) {
    const { loss } = makeMethod(definitionOf(of), { ...context, options: of });
    return {
      loss: ({ student, teacher, ...others }) =>
        loss!({
          ...others,
          student: { logits: standardised(student.logits) },
          teacher: { logits: standardised(teacher.logits) },
        }),
    };
  },
});

/** Logits [batch, classes] with mean 0 and deviation 1 in each image. */
export function standardised(logits: Tensor): Tensor {
  const centred = tf.sub(logits, mean(logits, [1], true));
  const variance = tf.div(sum(tf.square(centred), [1], true), logits.shape[1]! - 1);
  return tf.div(centred, tf.add(tf.sqrt(variance), 1e-7));
}
