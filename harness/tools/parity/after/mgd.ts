import { z } from 'zod';
import { stopGradient } from '../../../model/engine/ops/stop-gradient.ts';
import type { AfterMethod } from './method.ts';
import { methodLoss } from './method-loss.ts';

export const mgd: AfterMethod = {
  losses: {
    mgd: methodLoss({
      settings: z.object({
        ...{ student_channels: z.int(), teacher_channels: z.int() },
        ...{ alpha_mgd: z.number(), lambda_mgd: z.number() },
      }),
      options: ({ lambda_mgd }) => ({ name: 'mgd', masked: lambda_mgd }),
      given: ({ s, t, rand }) => ({
        student: { maps: [s!] },
        teacher: { maps: [t!] },
        // One number for each channel.
        uniforms: stopGradient(rand!.reshape([rand!.shape[0]!, -1])),
      }),
      weight: ({ alpha_mgd }) => alpha_mgd,
    }),
  },
};
