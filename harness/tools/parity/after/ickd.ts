import { z } from 'zod';
import type { AfterMethod } from './method.ts';
import { methodLoss } from './method-loss.ts';

export const ickd: AfterMethod = {
  losses: {
    ickd: methodLoss({
      // The vectors' loss is without its weight.
      settings: z.object({ s_dim: z.int(), feat_dim: z.int(), beta: z.number() }),
      options: () => ({ name: 'ickd' }),
      given: (inputs) => ({ student: { maps: [inputs['s.0']!] }, teacher: { maps: [inputs['t.0']!] } }),
    }),
  },
};
