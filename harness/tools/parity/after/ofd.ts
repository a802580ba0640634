import { z } from 'zod';
import { middleMaps, total } from '../../../model/distillers/layers.ts';
import { negativeMean } from '../../../model/distillers/modules/negative-mean.ts';
import { ofdConnectors, overhaul } from '../../../model/distillers/ofd.ts';
import { type Tensor, tf } from '../../../model/engine/tensorflow.ts';
import { behindStem, type Given, type Inputs, listed } from './declaration.ts';
import type { AfterMethod } from './method.ts';
import { methodLoss } from './method-loss.ts';

/** The vectors' maps are pre-activations. */
function given(inputs: Inputs): Given {
  const [ofStudent, ofTeacher] = [behindStem(inputs, 's'), behindStem(inputs, 't')];
  return {
    student: { maps: ofStudent, preactivations: ofStudent },
    teacher: { maps: ofTeacher, preactivations: ofTeacher },
  };
}

function marginsOf(inputs: Inputs) {
  const biases = listed(inputs, 'bn_bias');
  return listed(inputs, 'bn_weight').map((weight, i) => negativeMean(weight, biases[i]!));
}

const marginsByName = (margins: Tensor[]) =>
  Object.fromEntries(margins.map((margin, layer) => [`margin.${layer}`, margin]));

export const ofd: AfterMethod = {
  losses: {
    ofd: methodLoss({
      settings: z.object({ weight: z.number() }),
      options: () => ({ name: 'ofd' }),
      given,
      weight: ({ weight }) => weight,
      parts({ weight }, { parameters, student, teacher }) {
        const connect = ofdConnectors(parameters, middleMaps(student.maps), middleMaps(teacher.maps));
        return (inputs) => {
          const [students, margins] = [connect(listed(inputs, 's')), marginsOf(inputs)];
          const each = overhaul(students, listed(inputs, 't'), margins);
          const summed = tf.mul(total(each), students[0]!.shape[0]!);
          return {
            items: each.map((loss) => tf.mul(loss, weight)),
            values: { 'part/raw_sum': summed, ...marginsByName(margins) },
          };
        };
      },
    }),
    ofd_mdistiller: methodLoss({
      settings: z.object({ feat_weight: z.number(), kernel_size: z.literal(1) }),
      options: () => ({ name: 'ofd' }),
      given,
      theirName: (_, name) => `connectors.${name.replace('Connectors', 'connectors')}`,
      weight: ({ feat_weight }) => feat_weight,
      parts: () => (inputs) => ({ values: marginsByName(marginsOf(inputs)) }),
    }),
  },
};
