import { z } from 'zod';
import { absolute } from '../engine/ops/absolute.ts';
import { mean } from '../engine/ops/reduction.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { attention } from './attention.ts';
import { firstStage } from './first-stage.ts';
import { hint } from './fitnet.ts';
import { atSameHeight } from './layers.ts';
import { defineMethod } from './method.ts';
import { paraphraser } from './modules/paraphraser.ts';
import { translator } from './modules/translator.ts';

/**
 * Factor Transfer (Kim, Park and Kwak, NeurIPS 2018; row FT of the CRD paper's tables). First a paraphraser learns to
 * encode the teacher's last map in fewer channels and to decode it, by the mean squared error; then it is frozen, and a
 * translator is trained with the student:
 *
 *     loss = mean of |attention(translator(student's map)) - attention(paraphraser's code of the teacher's map)|
 *
 * with AT's attention. As the reference's code has it: the mean, where that paper sums; the larger map is average-pooled
 * to the smaller; the first stage has a rate of its own for the CIFAR resnets and WRNs among the students.
 */
export const ft = defineMethod({
  options: z.strictObject({
    name: z.literal('ft'),
    /** The code's channels for each of the teacher's: 0.5 in the authors' code (k). */
    rate: z.number().positive().max(1).default(0.5),
    firstStage: z
      .strictObject({
        ...firstStage,
        /** Learning rate where the student is a CIFAR resnet or a WRN: 0.01 in the authors' code (helper/pretrain.py). */
        cifarResnetRate: z.number().positive().default(0.01),
      })
      .prefault({}),
  }),

  unfit(_, teacher, { rate }) {
    const { channels } = teacher.maps.at(-1)!;
    return factorsOf(channels, rate) > 0 ? undefined : `a rate of ${rate} leaves nothing of ${channels} channels`;
  },

  reads: 'maps',
  firstStage: 'firstStage',
  create({ options: { rate, firstStage }, parameters, student, teacher }) {
    const [ofStudent, ofTeacher] = [student, teacher].map(({ maps }) => maps.at(-1)!.channels);
    const factors = factorsOf(ofTeacher!, rate);
    const translate = translator(parameters.at('translator'), ofStudent!, factors);
    const { variables } = parameters;
    const others = variables.length;
    const { encode, decode } = paraphraser(parameters.at('paraphraser'), ofTeacher!, factors);
    return {
      firstStage: {
        ...(isCifarResnet(student.name) && { learningRate: firstStage.cifarResnetRate }),
        trainsStudent: false,
        variables: variables.slice(others),
        loss({ teacher }) {
          const map = teacher.maps.at(-1)!;
          return hint(decode(encode(map)), map);
        },
      },
      loss: ({ student, teacher }) => factorTransfer(translate(student.maps.at(-1)!), encode(teacher.maps.at(-1)!)),
    };
  },
});

const factorsOf = (channels: number, rate: number) => Math.trunc(channels * rate);

/** resnet8 to resnet110, the wider ones, the WRNs; ResNet50 is none. */
const isCifarResnet = (name: string) => /^(resnet|wrn_)/.test(name);

/** A scalar; both are maps [batch, height, width, channels], whose channels may differ. */
export function factorTransfer(student: Tensor, teacher: Tensor): Tensor {
  const [ofStudent, ofTeacher] = atSameHeight(student, teacher);
  return mean(absolute(tf.sub(attention(ofStudent), attention(ofTeacher))));
}
