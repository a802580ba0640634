import { z } from 'zod';
import { uniformFanIn as initial } from '../engine/initial.ts';
import { normalisedConvolution } from '../engine/layers/normalised-convolution.ts';
import { relu } from '../engine/ops/activation.ts';
import { globalAveragePool } from '../engine/ops/pooling.ts';
import type { Parameters } from '../engine/parameters.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { hint } from './fitnet.ts';
import { asMap } from './layers.ts';
import { defineMethod } from './method.ts';

/**
 * Softmax Regression Representation Learning (Yang et al., ICLR 2021). A connector, a 1x1 convolution with batch norm and ReLU,
 * makes vectors of the teacher's width, which the teacher's own classifier has to read as it reads the teacher's:
 *
 *     loss = mean((vector - teacher's pooled)^2) + regression * mean((teacher's classifier(vector) - teacher's logits)^2)
 *
 * In the authors' code, which has ImageNet alone, the connector stands before the pooling (jingyang2017/KD_SRRL, commit d2e802f,
 * MIT). `after: 'pooling'` is the form of DefangChen/SimKD (commit 2b389c3, without a licence), with which CIFAR-100 was run; it
 * is not the same, since batch norm and ReLU then see means. Rows add KD to either. The teacher's vector is its pooled one, where
 * the authors' code averages its last map: the same thing in their networks.
 */
export const srrl = defineMethod({
  options: z.strictObject({
    name: z.literal('srrl'),
    /** What the connector reads of the student: its last map, or with `pooling` its pooled vector. */
    after: z.literal('pooling').optional(),
    /** Weight of the second term: 1 in both codes. */
    regression: z.number().min(0).default(1),
  }),
  reads: 'maps',
  create({ options: { after, regression: weight }, parameters, student, teacher }) {
    const connect =
      after === 'pooling'
        ? connector(parameters.at('transfer'), student.pooled, teacher.pooled)
        : connector(parameters.at('connector').at('Connectors'), student.maps.at(-1)!.channels, teacher.pooled);
    return {
      loss({ student, teacher: { pooled, logits } }) {
        const vector = globalAveragePool(connect(after === 'pooling' ? asMap(student.pooled) : student.maps.at(-1)!));
        return tf.add(hint(vector, pooled), tf.mul(hint(teacher.classify(vector), logits), weight));
      },
    };
  },
});

/** 1x1 convolution, batch norm and ReLU, from maps of one width to another. */
export function connector(parameters: Parameters, inputs: number, outputs: number): (map: Tensor) => Tensor {
  const convolve = normalisedConvolution(parameters, [0, 1], { inputs, outputs, size: 1, initial });
  return (map) => relu(convolve(map, 'training'));
}
