import { z } from 'zod';
import { methodSchema } from '../../../job/distiller.ts';
import { multiLevel } from '../../../model/distillers/mlkd.ts';
import { createMethod } from '../../../model/distillers/registry.ts';
import { crossEntropy } from '../../../model/engine/ops/softmax.ts';
import { tf } from '../../../model/engine/tensorflow.ts';
import type { Inputs } from './declaration.ts';
import type { AfterMethod } from './method.ts';
import { methodLoss } from './method-loss.ts';

const view = (inputs: Inputs, name: string) => ({
  student: { logits: inputs[`s_${name}`]! },
  teacher: { logits: inputs[`t_${name}`]! },
});
const given = (inputs: Inputs) => ({ ...view(inputs, 'weak'), strong: view(inputs, 'strong') });

export const mlkd: AfterMethod = {
  losses: {
    mlkd: methodLoss({
      settings: z.object({
        ...{ temperature: z.number(), ce_weight: z.number(), kd_weight: z.number(), logit_stand: z.boolean() },
        other_temperatures: z.array(z.number()),
      }),
      // Cross entropy is not in the vectors' loss.
      options: ({ temperature, kd_weight: weight, logit_stand }) => ({
        ...{ name: 'mlkd', temperature, weight, crossEntropy: 0 },
        ...(logit_stand && { standardised: true }),
      }),
      given,
      parts({ temperature, other_temperatures, kd_weight: weight, ce_weight, logit_stand }, making) {
        const options = methodSchema.parse({ name: 'mlkd', temperature, weight: 0, crossEntropy: ce_weight });
        const ofStrong = createMethod(options, { ...making, images: 1 });
        return (inputs) => {
          const { strong, ...weak } = given(inputs);
          const { kd, classes, batch } = multiLevel(
            { weak, strong },
            [temperature, ...other_temperatures],
            logit_stand,
          );
          const ofWeak = tf.mul(crossEntropy(weak.student.logits, inputs.y!), ce_weight);
          return {
            items: [kd, classes, batch].map((item) => tf.mul(item, weight)),
            values: { 'part/loss_ce': tf.add(ofWeak, ofStrong.loss!({ ...weak, strong, labels: inputs.y! })) },
          };
        };
      },
    }),
  },
};
