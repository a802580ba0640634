import { z } from 'zod';
import { transformedTeacherMatching } from '../../../model/distillers/ttm.ts';
import type { AfterMethod } from './method.ts';
import { methodLoss } from './method-loss.ts';

/** Both have the trainer's weight `beta` among their settings, and not in their loss. */
const lossOf = (name: 'ttm' | 'wttm') =>
  methodLoss({
    settings: z.object({ l: z.number(), beta: z.number() }),
    options: ({ l }) => ({ name, exponent: l }),
    parts:
      ({ l }) =>
      ({ s, t }) => ({ values: { U: transformedTeacherMatching(s!, t!, l).powerSum } }),
  });

export const ttm: AfterMethod = { losses: { ttm: lossOf('ttm'), wttm: lossOf('wttm') } };
