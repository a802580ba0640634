import { z } from 'zod';
import { knowledgeDistillation } from '../../../model/distillers/kd.ts';
import { featureTransform } from '../../../model/distillers/modules/feature-transform.ts';
import { manyToOne, rescaled } from '../../../model/distillers/norm.ts';
import { shareIn } from '../../../model/distillers/schedule.ts';
import { batchNormLayer } from '../../../model/engine/layers/batch-norm.ts';
import { linearLayer } from '../../../model/engine/layers/linear.ts';
import { normalisedConvolution } from '../../../model/engine/layers/normalised-convolution.ts';
import { relu } from '../../../model/engine/ops/activation.ts';
import { globalAveragePool } from '../../../model/engine/ops/pooling.ts';
import { crossEntropy } from '../../../model/engine/ops/softmax.ts';
import type { Parameters } from '../../../model/engine/parameters.ts';
import { tf } from '../../../model/engine/tensorflow.ts';
import { compareQuantity, type QuantityComparison } from '../compare.ts';
import type { CaseVectors } from '../vectors.ts';
import type { AfterMethod } from './method.ts';
import { methodLoss } from './method-loss.ts';

/** The authors count epochs from 0; the last, which is one more than the 240, is as the one before it. */
const shareOf = (epoch: number) => shareIn({ shape: 'steps up and down', epochs: 240 }, epoch + 1);

async function shares(vectors: CaseVectors): Promise<QuantityComparison[]> {
  return [compareQuantity(vectors, 'beta1', Array.from(vectors.get('epochs').values, shareOf))];
}

const transformSchema = z.object({
  ...{ N: z.int(), teacher_channels: z.int(), student_channels: z.int(), num_classes: z.int(), wrn: z.boolean() },
});

/** The authors' WRNs have a transform of the second stage's map too, which they never use. */
function makeUnused(parameters: Parameters, channels: number, repeats: number): void {
  const wide = repeats * channels;
  normalisedConvolution(parameters.at('layer21'), [0, 1], { inputs: channels, outputs: wide, size: 1 });
  normalisedConvolution(parameters.at('layer22'), [0, 1], { inputs: wide, outputs: channels, size: 1 });
}

export const norm: AfterMethod = {
  losses: {
    norm: methodLoss({
      settings: z.object({
        ...{ N: z.int(), teacher_channels: z.int(), feature_index: z.int(), layer_norm_eps: z.literal(1e-7) },
        ...{ gamma: z.number(), alpha: z.number(), beta: z.number(), ceta: z.number(), kd_T: z.number() },
        epoch: z.int(),
      }),
      // The vectors begin with the wide map and the logits, which are both inside of the method.
      parts: ({ gamma, alpha, beta, ceta, kd_T, epoch }) => {
        return ({ s, t, y, s_map, t_map }) => {
          const [student, teacher] = [rescaled(s!, ceta), rescaled(t!, ceta)];
          const [ce, kl] = [crossEntropy(student, y!), knowledgeDistillation(student, teacher, kd_T)];
          const maps = manyToOne(s_map!, t_map!);
          const share = shareOf(epoch);
          return {
            items: [tf.mul(ce, gamma), tf.mul(kl, alpha), tf.mul(maps, share * beta)],
            values: {
              ...{ rescaled_s: student, rescaled_t: teacher },
              ...{ 'part/ce': ce, 'part/kl': kl, 'part/norm': maps, 'part/beta1': tf.scalar(share) },
            },
          };
        };
      },
    }),
  },
  modules: {
    norm_ft({ vectors, parameters }) {
      const { N, teacher_channels, student_channels, num_classes, wrn } = vectors.settings(transformSchema);
      const transform = featureTransform(parameters, student_channels, N * teacher_channels);
      const last = wrn ? batchNormLayer(parameters.at('bn1'), student_channels) : undefined;
      if (wrn) makeUnused(parameters, student_channels / 2, N);
      const classify = linearLayer(parameters.at('fc'), student_channels, num_classes);
      return ([x], pass) => {
        const { wide, map } = transform(x!, pass);
        const pooled = globalAveragePool(last ? relu(last(map, pass)) : map);
        return [wide, pooled, classify(pooled)];
      };
    },
  },
  misc: { norm_schedule: shares },
};
