import { z } from 'zod';
import { defaultConvolutionLayer } from '../engine/layers/default-convolution.ts';
import { relu } from '../engine/ops/activation.ts';
import { sum } from '../engine/ops/reduction.ts';
import type { Parameters } from '../engine/parameters.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { defineMethod } from './method.ts';

/**
 * Masked Generative Distillation (Yang et al., ECCV 2022; the authors' code for classification: yzd-v/MGD, commit 2c9da0b, Apache-2.0).
 * Some channels of the student's last map, others for each image and step, become 0. From the rest, two 3x3 convolutions with a
 * ReLU between them have to make the teacher's last map:
 *
 *     loss = sum((generate(kept * align(student)) - teacher)^2) / batch
 *
 * `align` is a 1x1 convolution, and is left out where both have as many channels. The maps must have one size. The authors' code for
 * detection and segmentation masks places instead of channels. Their docstring says that half of the channels are masked; their default is
 * 0.15. Their weight (alpha_mgd) is a row's.
 */
export const mgd = defineMethod({
  options: z.strictObject({
    name: z.literal('mgd'),
    /** Share of the channels that become 0: 0.15 in the authors' code (lambda_mgd). */
    masked: z.number().min(0).lt(1).default(0.15),
  }),
  unfit(student, teacher) {
    const [own, given] = [student.maps.at(-1)!.size, teacher.maps.at(-1)!.size];
    return own === given ? undefined : `the student's last map has ${own} pixels and the teacher's ${given}`;
  },
  reads: 'maps',
  alsoReads: ['uniforms'],
  create({ options: { masked }, parameters, student, teacher }) {
    const [inputs, outputs] = [student.maps.at(-1)!.channels, teacher.maps.at(-1)!.channels];
    const align =
      inputs === outputs
        ? (map: Tensor) => map
        : defaultConvolutionLayer(parameters.at('align'), { inputs, outputs, size: 1 });
    const generate = generation(parameters.at('generation'), outputs);
    return {
      draws: outputs,
      loss({ student, teacher, uniforms }) {
        const kept = tf.cast(tf.greaterEqual(uniforms, masked), 'float32').reshape([-1, 1, 1, outputs]);
        const generated = generate(tf.mul(align(student.maps.at(-1)!), kept));
        const difference = tf.sub(generated, teacher.maps.at(-1)!);
        return tf.div(sum(tf.square(difference)), generated.shape[0]!);
      },
    };
  },
});

/** Two 3x3 convolutions that keep a map's shape, with a ReLU between them. */
function generation(parameters: Parameters, channels: number): (map: Tensor) => Tensor {
  const options = { inputs: channels, outputs: channels, size: 3, padding: 1 };
  const [first, second] = [0, 2].map((place) => defaultConvolutionLayer(parameters.at(place), options));
  return (map) => second!(relu(first!(map)));
}
