import { z } from 'zod';
import { layerAttention } from '../../../model/distillers/modules/layer-attention.ts';
import { tf } from '../../../model/engine/tensorflow.ts';
import { behindStem, listed } from './declaration.ts';
import type { AfterMethod } from './method.ts';
import { methodLoss } from './method-loss.ts';

export const semckd: AfterMethod = {
  losses: {
    semckd: methodLoss({
      settings: z.object({
        ...{ batch: z.int(), factor: z.literal(4), soft: z.number().nullable() },
        // The vectors' loss is without its weight.
        beta: z.number(),
      }),
      options: ({ batch, soft }) => ({ name: 'semckd', batch, temperature: soft ?? 1 }),
      given: (inputs) => ({
        student: { maps: behindStem(inputs, 's') },
        teacher: { maps: behindStem(inputs, 't') },
      }),
      // DefangChen/SimKD calls them so.
      theirName: ({ soft }, name) => (soft === null ? name : name.replace(/^(query|key)_weight/, '$1_')),
      parts({ batch, soft }, { parameters, student, teacher }) {
        const attend = layerAttention(parameters, {
          ...{ students: student.maps.length - 1, teachers: teacher.maps.length - 1, batch, temperature: soft ?? 1 },
        });
        return (inputs) => {
          const attention = attend(listed(inputs, 's'), listed(inputs, 't'));
          return { values: { attention: tf.stack(attention, 1) } };
        };
      },
    }),
  },
};
