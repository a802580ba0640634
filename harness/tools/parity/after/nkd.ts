import { z } from 'zod';
import { normalisedDistillation } from '../../../model/distillers/nkd.ts';
import { tf } from '../../../model/engine/tensorflow.ts';
import type { AfterMethod } from './method.ts';
import { methodLoss } from './method-loss.ts';

export const nkd: AfterMethod = {
  losses: {
    nkd: methodLoss({
      settings: z.object({ temp: z.number(), gamma: z.number() }),
      options: ({ temp, gamma }) => ({ name: 'nkd', nonTarget: gamma, temperature: temp }),
      parts({ temp, gamma }) {
        return ({ s, t, y }) => {
          const { target, nonTarget } = normalisedDistillation(s!, t!, y!, temp);
          return { items: [target, tf.mul(nonTarget, gamma)] };
        };
      },
    }),
  },
};
