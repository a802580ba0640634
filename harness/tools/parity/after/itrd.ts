import { z } from 'zod';
import { informationTransfer } from '../../../model/distillers/itrd.ts';
import { tf } from '../../../model/engine/tensorflow.ts';
import type { AfterMethod } from './method.ts';
import { methodLoss } from './method-loss.ts';

const number = z.number();

export const itrd: AfterMethod = {
  losses: {
    itrd: methodLoss({
      settings: z.object({
        ...{ s_dim: number, t_dim: number, beta: number },
        ...{ lambda_corr: number, lambda_mutual: number, alpha_it: number },
      }),
      options: ({ lambda_corr, lambda_mutual, alpha_it }) => ({
        name: 'itrd',
        ...{ correlation: lambda_corr, mutual: lambda_mutual, order: alpha_it },
      }),
      given: ({ s, t }) => ({ student: { pooled: s! }, teacher: { pooled: t! } }),
      weight: ({ beta }) => beta,
      parts({ lambda_corr, lambda_mutual, alpha_it, beta }, making) {
        const transfer = informationTransfer(making, alpha_it);
        return ({ s, t }) => {
          const { correlation, mutual } = transfer(s!, t!);
          return {
            items: [tf.mul(mutual, beta * lambda_mutual), tf.mul(correlation, beta * lambda_corr)],
            values: { 'part/correlation': correlation, 'part/mutual': mutual },
          };
        };
      },
      gradientsOf: { corr: 'part/correlation' },
    }),
  },
};
