import { z } from 'zod';
import { transposedBatchMatMul } from '../engine/ops/batch-mat-mul.ts';
import { mean } from '../engine/ops/reduction.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { firstStage } from './first-stage.ts';
import { atSameHeight, layerByLayer, total, unequalLists } from './layers.ts';
import { defineMethod } from './method.ts';

/**
 * Flow of Solution Procedure (Yim et al., CVPR 2017; row FSP of the CRD paper's tables): before its own training, the
 * student learns the products of neighbouring maps:
 *
 *     flow(i) = mean over positions of map_i (channels) x map_(i + 1) (channels)
 *     loss = sum over i of mean((flow of student - flow of teacher)^2)
 *
 * over all maps from the stem's on. As the reference's code has it: the larger of two neighbours is average-pooled to the
 * smaller; the main stage has no loss of this method.
 */
export const fsp = defineMethod({
  options: z.strictObject({
    name: z.literal('fsp'),
    firstStage: z.strictObject(firstStage).prefault({}),
  }),

  unfit(student, teacher) {
    const lists = unequalLists(student, teacher);
    if (lists) return lists;
    const channels = [student, teacher].map(({ maps }) => maps.map(({ channels }) => channels));
    const [ofStudent, ofTeacher] = channels.map((list) => list.join(', '));
    return ofStudent === ofTeacher
      ? undefined
      : `the channels of its maps (${ofStudent}) are not those of the teacher's (${ofTeacher})`;
  },

  reads: 'nothing',
  firstStage: 'firstStage',
  create: () => ({
    firstStage: {
      trainsStudent: true,
      variables: [],
      loss: ({ student, teacher }) => total(flowTransfer(student.maps, teacher.maps)),
    },
  }),
});

/** One scalar for each pair of neighbouring maps [batch, height, width, channels]. */
export function flowTransfer(students: readonly Tensor[], teachers: readonly Tensor[]): Tensor[] {
  return layerByLayer(flows(students), flows(teachers), (student, teacher) =>
    mean(tf.square(tf.sub(student, teacher))),
  );
}

/** For each two neighbours [batch, channels of one, channels of the other]. */
function flows(maps: readonly Tensor[]): Tensor[] {
  return maps.slice(1).map((upper, layer) => {
    const [a, b] = atSameHeight(maps[layer]!, upper);
    const [batch, height, width] = a.shape as [number, number, number];
    const [flatA, flatB] = [a, b].map((map) => map.reshape([batch, height * width, map.shape[3]!]));
    return tf.div(transposedBatchMatMul(flatA!, flatB!), height * width);
  });
}
