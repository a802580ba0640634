import { z } from 'zod';
import { classAttention, classMaps } from '../../../model/distillers/catkd.ts';
import { convolutionLayer } from '../../../model/engine/layers/convolution.ts';
import { globalAveragePool } from '../../../model/engine/ops/pooling.ts';
import { crossEntropy } from '../../../model/engine/ops/softmax.ts';
import { tf } from '../../../model/engine/tensorflow.ts';
import type { AfterMethod } from './method.ts';
import { methodLoss } from './method-loss.ts';

export const catkd: AfterMethod = {
  losses: {
    catkd: methodLoss({
      settings: z.object({
        ...{
          CAT_loss_weight: z.number(),
          CAM_RESOLUTION: z.int(),
          IF_NORMALIZE: z.boolean(),
          IF_BINARIZE: z.boolean(),
        },
        ...{ IF_OnlyTransferPartialCAMs: z.boolean(), CAMs_Nums: z.int(), Strategy: z.literal([0, 1]) },
      }),
      given: ({ s, t }) => ({ student: { maps: [s!] }, teacher: { maps: [t!] } }),
      // The vectors begin with the classes' maps, which are inside of the method.
      parts({ CAT_loss_weight: weight, CAMs_Nums: classes, Strategy, ...settings }) {
        const transfer = {
          ...{ size: settings.CAM_RESOLUTION, normalised: settings.IF_NORMALIZE },
          ...(settings.IF_BINARIZE && { binary: true as const }),
          ...(settings.IF_OnlyTransferPartialCAMs && {
            only: { which: Strategy === 0 ? ('top' as const) : ('bottom' as const), classes },
          }),
        };
        return ({ s, t, y }) => ({
          items: [tf.mul(classAttention(s!, t!, transfer), weight)],
          values: { 'part/loss_ce': crossEntropy(globalAveragePool(s!), y!) },
        });
      },
    }),
  },
  modules: {
    catkd_head({ parameters, inputs, outputs }) {
      const [channels, classes] = [inputs[0]![1]!, outputs[0]![1]!];
      convolutionLayer(parameters.at('conv_test'), { inputs: channels, outputs: classes, size: 1 });
      const [weight] = parameters.variables;
      return ([map]) => {
        const maps = classMaps(map!, weight!.value.reshape([channels, classes]));
        return [globalAveragePool(maps), maps];
      };
    },
  },
};
