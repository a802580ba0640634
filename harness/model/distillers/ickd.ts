import { z } from 'zod';
import { uniformFanIn as initial } from '../engine/initial.ts';
import { normalisedConvolution } from '../engine/layers/normalised-convolution.ts';
import { transposedBatchMatMul } from '../engine/ops/batch-mat-mul.ts';
import { normalise } from '../engine/ops/normalise.ts';
import { sum } from '../engine/ops/reduction.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { defineMethod } from './method.ts';

/**
 * Inter-Channel Correlation for Knowledge Distillation (Liu et al., ICCV 2021: ICKD-C; the authors' code:
 * ADLab-AutoDrive/ICKD, commit 403b8d3, without a licence). With the products of each two channels of an image's last map, in
 * rows of length 1:
 *
 *     correlations(map) = normalise each row(channels x positions * positions x channels)
 *     loss = sum((correlations(embedded student) - correlations(teacher))^2) / (channels * batch)
 *
 * The student is embedded by a 1x1 convolution with batch norm. As in the code, its map may have another size than the teacher's;
 * the second embedding, which the code makes for the teacher and never uses, is left out.
 */
export const ickd = defineMethod({
  options: z.strictObject({ name: z.literal('ickd') }),
  reads: 'maps',
  create({ parameters, student, teacher }) {
    const [inputs, outputs] = [student.maps.at(-1)!.channels, teacher.maps.at(-1)!.channels];
    const embed = normalisedConvolution(parameters.at('embed_s'), ['conv2d', 'l2norm'], {
      ...{ inputs, outputs, size: 1, initial },
    });
    return {
      loss: ({ student, teacher }) => channelCorrelation(embed(student.maps.at(-1)!, 'training'), teacher.maps.at(-1)!),
    };
  },
});

/** A scalar; both are maps [batch, height, width, channels] with as many channels. */
export function channelCorrelation(student: Tensor, teacher: Tensor): Tensor {
  const [batch, , , channels] = student.shape as [number, number, number, number];
  const difference = tf.sub(correlations(student), correlations(teacher));
  return tf.div(sum(tf.square(difference)), channels * batch);
}

/** [batch, channels, channels] */
function correlations(map: Tensor): Tensor {
  const [batch, height, width, channels] = map.shape as [number, number, number, number];
  const positions = map.reshape([batch, height * width, channels]);
  return normalise(transposedBatchMatMul(positions, positions), 2);
}
