import { z } from 'zod';
import { decoupledDistillation } from '../../../model/distillers/dkd.ts';
import { standardised } from '../../../model/distillers/logit-standardisation.ts';
import type { AfterMethod } from './method.ts';
import { methodLoss } from './method-loss.ts';

const trainer = { kd_weight: z.number(), logit_stand: z.literal(true), eps: z.literal(1e-7) };

export const lskd: AfterMethod = {
  losses: {
    lskd_kd: methodLoss({
      settings: z.object({ ...trainer, temperature: z.number() }),
      options: ({ temperature }) => ({ name: 'logit-standardisation', of: { name: 'kd', temperature } }),
      weight: ({ kd_weight }) => kd_weight,
      parts: () => (inputs) => ({
        values: { standardized_s: standardised(inputs.s!), standardized_t: standardised(inputs.t!) },
      }),
    }),
    lskd_dkd: methodLoss({
      settings: z.object({ ...trainer, alpha: z.number(), beta: z.number(), temperature: z.number() }),
      options: ({ alpha, beta, temperature }) => ({
        name: 'logit-standardisation',
        of: { name: 'dkd', target: alpha, nonTarget: beta, temperature },
      }),
      weight: ({ kd_weight }) => kd_weight,
      parts({ temperature }) {
        return ({ s, t, y }) => {
          const { target, nonTarget } = decoupledDistillation(standardised(s!), standardised(t!), y!, temperature);
          return { values: { 'part/tckd': target, 'part/nckd': nonTarget } };
        };
      },
    }),
  },
};
