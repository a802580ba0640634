import { z } from 'zod';
import { total } from '../../../model/distillers/layers.ts';
import { attentionFusion } from '../../../model/distillers/modules/attention-fusion.ts';
import { hierarchicalContext } from '../../../model/distillers/modules/hierarchical-context.ts';
import { levelShapes, levels, reviewedLevels } from '../../../model/distillers/reviewkd.ts';
import { bareLossParity } from '../bare-loss.ts';
import { behindStem } from './declaration.ts';
import type { AfterMethod } from './method.ts';
import { methodLoss } from './method-loss.ts';

const fusionSchema = z.object({
  ...{ in_channel: z.int(), mid_channel: z.int(), out_channel: z.int() },
  ...{ shape: z.int(), out_shape: z.int(), fuse: z.boolean() },
});

export const reviewkd: AfterMethod = {
  losses: {
    reviewkd: methodLoss({
      settings: z.object({
        ...{ reviewkd_weight: z.number(), epoch: z.int(), warmup_epochs: z.int(), mid_channel: z.int() },
      }),
      options: () => ({ name: 'reviewkd' }),
      given: (inputs) => ({
        student: { maps: behindStem(inputs, 's'), pooled: inputs.s_pooled! },
        teacher: {
          ...{ maps: behindStem(inputs, 't'), preactivations: behindStem(inputs, 't'), pooled: inputs.t_pooled! },
        },
      }),
      weight: ({ reviewkd_weight, epoch, warmup_epochs }) => reviewkd_weight * Math.min(epoch / warmup_epochs, 1),
      parts(_, { parameters, student, teacher }) {
        const review = reviewedLevels(parameters, levelShapes(student), levelShapes(teacher));
        return (inputs) => {
          const fused = review(levels(behindStem(inputs, 's'), inputs.s_pooled!));
          const teachers = levels(behindStem(inputs, 't'), inputs.t_pooled!);
          const each = fused.map((level, i) => hierarchicalContext(level, teachers[i]!));
          return {
            values: {
              ...Object.fromEntries(fused.map((level, i) => [`fused.${i}`, level])),
              ...Object.fromEntries(each.map((loss, i) => [`part/hcl_${i}`, loss])),
              'part/hcl_sum': total(each),
            },
          };
        };
      },
    }),
    reviewkd_hcl: (vectors, mode) =>
      bareLossParity(
        () => ({
          items: (students, teachers) => students.map((student, i) => hierarchicalContext(student, teachers[i]!)),
          helpers: [],
        }),
        vectors,
        mode,
      ),
  },
  modules: {
    reviewkd_abf({ vectors, parameters }) {
      const { in_channel, mid_channel, out_channel, out_shape, fuse } = vectors.settings(fusionSchema);
      const abf = attentionFusion(parameters, {
        ...{ inputs: in_channel, middle: mid_channel, outputs: out_channel, size: out_shape, fuses: fuse },
      });
      return ([map, residual], pass) => {
        const fused = abf(map!, residual, pass);
        return [fused.feature, fused.residual];
      };
    },
  },
};
