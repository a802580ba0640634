import { z } from 'zod';
import { standardised } from '../../../model/distillers/logit-standardisation.ts';
import { refinedDistillation } from '../../../model/distillers/rld.ts';
import { tf } from '../../../model/engine/tensorflow.ts';
import type { AfterMethod } from './method.ts';
import { methodLoss } from './method-loss.ts';

const number = z.number();

export const rld: AfterMethod = {
  losses: {
    rld: methodLoss({
      settings: z.object({
        ...{ alpha: number, beta: number, temperature: number, alpha_temperature: number },
        ...{ logit_stand: z.boolean(), masked_logit: z.literal(-1e9) },
      }),
      options({ alpha, beta, temperature, alpha_temperature: confidenceTemperature, logit_stand }) {
        const weights = { confidence: alpha, correlation: beta };
        const own = { name: 'rld', ...weights, temperature, confidenceTemperature } as const;
        return logit_stand ? { name: 'logit-standardisation', of: own } : own;
      },
      parts({ alpha, beta, temperature, alpha_temperature: confidenceTemperature, logit_stand }) {
        return ({ s, t, y }) => {
          const [student, teacher] = logit_stand ? [standardised(s!), standardised(t!)] : [s!, t!];
          const temperatures = { temperature, confidenceTemperature };
          const { confidence, correlation } = refinedDistillation(student, teacher, y!, temperatures);
          return {
            items: [tf.mul(confidence, alpha), tf.mul(correlation, beta)],
            values: { 'part/scd': confidence, 'part/mcd': correlation },
          };
        };
      },
    }),
  },
};
