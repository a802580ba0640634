import { z } from 'zod';
import { learnedTemperature } from '../../../model/distillers/ctkd.ts';
import { type Schedule, shareIn } from '../../../model/distillers/schedule.ts';
import { tf } from '../../../model/engine/tensorflow.ts';
import { compareQuantity, type QuantityComparison } from '../compare.ts';
import type { CaseVectors } from '../vectors.ts';
import type { AfterMethod } from './method.ts';
import { methodLoss } from './method-loss.ts';

/** What theta's gradient is multiplied by: from 0 down to `decay_min`. */
const decaySchema = z.object({ decay_max: z.literal(0), decay_min: z.number(), decay_loops: z.int() });

const cosineOver = (epochs: number): Schedule => ({ shape: 'cosine warm-up', epochs });

/** The authors' linear form stops an epoch before its end, where ours is all of it: it is ours over the epochs before that. */
async function factors(vectors: CaseVectors): Promise<QuantityComparison[]> {
  const { decay_min: factor, decay_loops: loops } = vectors.settings(decaySchema);
  const epochs = Array.from(vectors.get('epochs').values);
  const inEpochs = (share: (epoch: number) => number) => epochs.map((epoch) => factor * share(epoch));
  const linear = (epoch: number) => shareIn({ shape: 'linear warm-up', epochs: loops }, Math.min(epoch, loops - 1));
  return [
    compareQuantity(
      vectors,
      'cosine',
      inEpochs((epoch) => shareIn(cosineOver(loops), epoch)),
    ),
    compareQuantity(vectors, 'linear', inEpochs(linear)),
  ];
}

export const ctkd: AfterMethod = {
  losses: {
    ctkd: methodLoss({
      settings: decaySchema.extend({
        ...{ base: z.enum(['kd', 'dkd', 'ls']), dkd_alpha: z.number().nullable(), dkd_beta: z.number().nullable() },
        ...{ t_start: z.number(), t_end: z.number(), theta_default: z.literal(1), lambda: z.number(), epoch: z.int() },
      }),
      options: ({ base, dkd_alpha: target, dkd_beta: nonTarget, t_start: lowest, t_end: span, ...decay }) => ({
        ...{ name: 'ctkd', lowest, span, factor: decay.decay_min, schedule: cosineOver(decay.decay_loops) },
        ...(base === 'dkd' && { base: { name: 'dkd', target: target!, nonTarget: nonTarget! } }),
        ...(base === 'ls' && { standardised: true }),
      }),
      parts({ t_start, t_end, decay_min, decay_loops, epoch }) {
        return ({ theta }) => ({
          values: {
            'part/temperature': learnedTemperature(theta!.reshape([]), t_start, t_end),
            'part/lambda': tf.scalar(decay_min * shareIn(cosineOver(decay_loops), epoch)),
          },
        });
      },
    }),
  },
  misc: { ctkd_schedule: factors },
};
