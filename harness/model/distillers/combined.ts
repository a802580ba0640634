import { z } from 'zod';
import { tf } from '../engine/tensorflow.ts';
import { total } from './layers.ts';
import { alsoReadsOf, drawsOf, highest, makeMethod, readsOf } from './make-method.ts';
import { defineMethod, type MethodDefinition } from './method.ts';

/** Methods by their names. */
type Parts = Record<string, { options: z.ZodObject<{ name: z.ZodLiteral<string> }> }>;

/**
 * Several methods at once (the paper's Table 7):
 *
 *     loss = sum over methods of weight * the method's own
 *
 * The first one's variables are called as they are where it is alone, and so begin with the same values; the others' have the
 * method's name before theirs.
 * @param methods of which those can be combined that have only a loss: what comes before the student's training would change the
 *   student before the others see it, and only one can predict
 */
export function combinedOf<Methods extends Parts>(methods: Methods) {
  type Part = z.output<Methods[keyof Methods]['options']> & { name: string };
  type PartInput = z.input<Methods[keyof Methods]['options']>;
  const definitionOf = ({ name }: Part) => methods[name] as unknown as MethodDefinition<z.ZodType<Part>>;
  const [first, ...others] = Object.values(methods)
    .filter(hasOnlyLoss)
    .map(({ options }) => options);
  const partSchema = z.discriminatedUnion('name', [first!, ...others]) as unknown as z.ZodType<Part, PartInput>;

  return defineMethod({
    options: z.strictObject({
      name: z.literal('combined'),
      of: z
        .array(z.strictObject({ weight: z.number().positive(), method: partSchema }))
        .min(2)
        .refine((of) => new Set(of.map(({ method }) => method.name)).size === of.length, 'must be different methods'),
    }),

    reads: ({ of }) => highest(of.map(({ method }) => readsOf(definitionOf(method), method))),
    alsoReads: ({ of }) => [...new Set(of.flatMap(({ method }) => alsoReadsOf(definitionOf(method), method)))],

    batch({ of }) {
      const batches = of.map(({ method }) => definitionOf(method).batch?.(method));
      return batches.find((batch) => batch !== undefined);
    },

    unfit(student, teacher, { of }) {
      const reasons = of.map(({ method }) => definitionOf(method).unfit?.(student, teacher, method));
      return reasons.find((reason) => reason !== undefined);
    },

    create({ options: { of }, parameters, ...context }) {
      const methods = of.map(({ method }, index) => {
        const own = index === 0 ? parameters : parameters.at(method.name);
        return makeMethod(definitionOf(method), { ...context, options: method, parameters: own });
      });
      const draws = drawsOf(methods);
      const contrasting = methods.find(({ negatives }) => negatives);
      return {
        ...(contrasting?.negatives && { negatives: contrasting.negatives }),
        ...(contrasting?.excludes && { excludes: contrasting.excludes }),
        ...(draws > 0 && { draws }),
        loss: (inputs) => total(methods.map(({ loss }, index) => tf.mul(loss!(inputs), of[index]!.weight))),
      };
    },
  });
}

function hasOnlyLoss(method: Parts[string]): boolean {
  const { firstStage, pass, predicts, schedules } = method as unknown as MethodDefinition;
  return firstStage === undefined && !pass && !predicts && !schedules;
}
