import { z } from 'zod';
import { weightedSoftLabels } from '../../../model/distillers/wsld.ts';
import { crossEntropy } from '../../../model/engine/ops/softmax.ts';
import { tf } from '../../../model/engine/tensorflow.ts';
import type { AfterMethod } from './method.ts';
import { methodLoss } from './method-loss.ts';

export const wsld: AfterMethod = {
  losses: {
    wsld: methodLoss({
      settings: z.object({ temp: z.number(), alpha: z.number(), num_classes: z.number(), eps: z.literal(1e-7) }),
      options: ({ temp }) => ({ name: 'wsld', temperature: temp }),
      // The row's weight here.
      weight: ({ alpha }) => alpha,
      parts({ temp, alpha }) {
        return ({ s, t, y }) => {
          const loss = tf.mul(weightedSoftLabels(s!, t!, y!, temp), alpha);
          return { items: [loss], values: { 'part/with_cross_entropy': tf.add(loss, crossEntropy(s!, y!)) } };
        };
      },
    }),
  },
};
