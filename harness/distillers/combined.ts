import { z } from 'zod';
import { tf } from '../engine/tensorflow.ts';
import { at } from './at.ts';
import { cc } from './cc.ts';
import { crd } from './crd.ts';
import { fitnet } from './fitnet.ts';
import { total } from './layers.ts';
import { alsoReadsOf, highest, makeMethod, readsOf } from './make-method.ts';
import { defineMethod, type MethodDefinition } from './method.ts';
import { nst } from './nst.ts';
import { pkt } from './pkt.ts';
import { rkd } from './rkd.ts';
import { sp } from './sp.ts';
import { vid } from './vid.ts';

/** Those that can be combined: what has a first stage would train the student before the others see it. */
const parts = { at, cc, crd, fitnet, nst, pkt, rkd, sp, vid };

const [first, ...others] = Object.values(parts).map(({ options }) => options);
const partSchema = z.discriminatedUnion('name', [first!, ...others]);
type Part = z.output<typeof partSchema>;

const definitionOf = ({ name }: Part): MethodDefinition<z.ZodType<Part>> =>
  parts[name] as unknown as MethodDefinition<z.ZodType<Part>>;

/**
 * Several methods at once (the paper's Table 7):
 *
 *     loss = sum over methods of weight * the method's own
 *
 * The first one's variables are called as they are where it is alone, and so begin with the same values; the others' have the
 * method's name before theirs.
 */
export const combined = defineMethod({
  options: z.strictObject({
    name: z.literal('combined'),
    of: z
      .array(z.strictObject({ weight: z.number().positive(), method: partSchema }))
      .min(2)
      .refine((of) => new Set(of.map(({ method }) => method.name)).size === of.length, 'must be different methods'),
  }),

  reads: ({ of }) => highest(of.map(({ method }) => readsOf(definitionOf(method), method))),
  alsoReads: ({ of }) => [...new Set(of.flatMap(({ method }) => alsoReadsOf(definitionOf(method), method)))],

  unfit(student, teacher, { of }) {
    const reasons = of.map(({ method }) => definitionOf(method).unfit?.(student, teacher, method));
    return reasons.find((reason) => reason !== undefined);
  },

  create({ options: { of }, parameters, ...context }) {
    const methods = of.map(({ method }, index) => {
      const own = index === 0 ? parameters : parameters.at(method.name);
      return makeMethod(definitionOf(method), { ...context, options: method, parameters: own });
    });
    const contrasting = methods.find(({ negatives }) => negatives);
    return {
      ...(contrasting?.negatives && { negatives: contrasting.negatives }),
      ...(contrasting?.excludes && { excludes: contrasting.excludes }),
      loss: (inputs) => total(methods.map(({ loss }, index) => tf.mul(loss!(inputs), of[index]!.weight))),
    };
  },
});
