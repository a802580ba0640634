import { z } from 'zod';
import { adaptiveAveragePool } from '../engine/ops/adaptive-pooling.ts';
import { linear } from '../engine/ops/linear.ts';
import { globalAveragePool } from '../engine/ops/pooling.ts';
import { hint } from './fitnet.ts';
import { hasLayersBehindMaps } from './layers-behind-maps.ts';
import { defineMethod } from './method.ts';
import { bottleneck } from './modules/bottleneck.ts';
import { onceInTraining } from './modules/once-in-training.ts';

/**
 * Knowledge Distillation with the Reused Teacher Classifier (Chen et al., CVPR 2022; the authors' code: DefangChen/SimKD, commit
 * 2b389c3, without a licence). A projector (modules/bottleneck.ts) brings the student's last map to the teacher's, and what the
 * student says is the teacher's classifier on the mean of what comes out: in tests too, and in the saved network.
 *
 *     loss = mean((projector(student's last map) - teacher's last map)^2)
 *
 * The larger of the two maps is average-pooled to the other's size first. The authors train without cross entropy and KD. Their
 * tables name WRNs, but the networks are resnets of that depth, with three more batch norms and maps after a ReLU. The maps of a
 * WRN are signed and not what its classifier reads, so it is no teacher here.
 */
export const simkd = defineMethod({
  options: z.strictObject({
    name: z.literal('simkd'),
    /** How many times fewer channels than the teacher's map the projector has inside: 2 in the authors' code (factor). */
    factor: z.int().positive().default(2),
  }),
  unfit: (_, teacher) => hasLayersBehindMaps(teacher),
  reads: 'maps',
  predicts: true,
  create({ options: { factor }, parameters, student, teacher }) {
    const [from, to] = [student.maps.at(-1)!, teacher.maps.at(-1)!];
    const { variables } = parameters;
    const others = variables.length;
    const projector = bottleneck(parameters.at('transfer'), {
      widths: [from.channels, Math.max(1, Math.trunc(to.channels / factor)), to.channels],
      activated: true,
    });
    const classifier = parameters.at('cls_t');
    const [weight, bias] = teacher.classifier;
    const [ownWeight, ownBias] = [classifier.addCopy('weight', weight), classifier.addCopy('bias', bias)];
    const size = Math.min(from.size, to.size);
    const project = onceInTraining((map, pass) => projector(adaptiveAveragePool(map, size), pass));
    return {
      prediction: {
        variables: variables.slice(others),
        logits({ maps }, pass) {
          return linear(globalAveragePool(project(maps.at(-1)!, pass)), ownWeight.value, ownBias.value);
        },
      },
      loss: ({ student, teacher }) =>
        hint(project(student.maps.at(-1)!, 'training'), adaptiveAveragePool(teacher.maps.at(-1)!, size)),
    };
  },
});
