import { z } from 'zod';
import { relations } from '../../../model/distillers/dist.ts';
import { tf } from '../../../model/engine/tensorflow.ts';
import type { AfterMethod } from './method.ts';
import { methodLoss } from './method-loss.ts';

export const dist: AfterMethod = {
  losses: {
    dist: methodLoss({
      settings: z.object({
        ...{ beta: z.number(), gamma: z.number(), tau: z.number(), eps: z.literal(1e-8) },
        /** The trainer's, which is not in the vectors' loss. */
        kd_loss_weight: z.number(),
      }),
      options: ({ beta, gamma, tau }) => ({ name: 'dist', inter: beta, intra: gamma, temperature: tau }),
      parts({ beta, gamma, tau }) {
        return ({ s, t }) => {
          const { inter, intra } = relations(s!, t!, tau);
          return {
            items: [tf.mul(inter, beta * tau ** 2), tf.mul(intra, gamma * tau ** 2)],
            values: { 'part/inter': inter, 'part/intra': intra },
          };
        };
      },
    }),
  },
};
