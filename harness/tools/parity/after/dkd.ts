import { z } from 'zod';
import { decoupledDistillation } from '../../../model/distillers/dkd.ts';
import { tf } from '../../../model/engine/tensorflow.ts';
import type { AfterMethod } from './method.ts';
import { methodLoss } from './method-loss.ts';

export const dkd: AfterMethod = {
  losses: {
    dkd: methodLoss({
      settings: z.object({ alpha: z.number(), beta: z.number(), temperature: z.number() }),
      options: ({ alpha, beta, temperature }) => ({ name: 'dkd', target: alpha, nonTarget: beta, temperature }),
      parts({ alpha, beta, temperature }) {
        return ({ s, t, y }) => {
          const { target, nonTarget } = decoupledDistillation(s!, t!, y!, temperature);
          return {
            items: [tf.mul(target, alpha), tf.mul(nonTarget, beta)],
            values: { 'part/tckd': target, 'part/nckd': nonTarget },
          };
        };
      },
    }),
  },
};
