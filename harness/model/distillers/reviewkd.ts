import { z } from 'zod';
import type { MapShape, NetworkShape } from '../engine/network.ts';
import type { Parameters } from '../engine/parameters.ts';
import type { Tensor } from '../engine/tensorflow.ts';
import { asMap, middleMaps, total, unequalLists } from './layers.ts';
import { defineMethod } from './method.ts';
import { attentionFusion } from './modules/attention-fusion.ts';
import { hierarchicalContext } from './modules/hierarchical-context.ts';

/**
 * Distilling Knowledge via Knowledge Review (Chen et al., CVPR 2021; the authors' code: dvlab-research/ReviewKD, commit cede6ea,
 * without a licence; the same modules in megvii-research/mdistiller, commit a08d46f, MIT). From the deepest level, which is the
 * pooled vector, up to the first map behind the stem, each of the student's levels is fused with those below it
 * (modules/attention-fusion.ts), and compared with the teacher's level before its ReLU (modules/hierarchical-context.ts):
 *
 *     loss = sum over levels of HCL(fused student, teacher's pre-activation)
 *
 * mdistiller trains it by CRD's recipe, with the weight 5 and a warm-up, which a row says: `schedules: { beta: { shape: 'linear
 * warm-up', epochs: 20 } }`. The authors' own training differs in what is not the loss: its epochs count from 0, so that the first
 * has no weight; batches of 128, a rate of 0.1, Nesterov's momentum; and a teacher that stays in training mode, so that it uses
 * each batch's statistics. For pre-activations a WRN runs three batch norms twice, as in mdistiller, and in training a student's
 * running statistics then move twice; the authors' students do not.
 */
export const reviewkd = defineMethod({
  options: z.strictObject({ name: z.literal('reviewkd') }),
  unfit: unequalLists,
  reads: 'maps',
  alsoReads: ['preactivations'],
  create({ parameters, student, teacher }) {
    const review = reviewedLevels(parameters, levelShapes(student), levelShapes(teacher));
    return {
      loss({ student, teacher }) {
        const ofTeacher = levels(teacher.preactivations, teacher.pooled);
        return total(
          review(levels(student.maps, student.pooled)).map((level, i) => hierarchicalContext(level, ofTeacher[i]!)),
        );
      },
    };
  },
});

/** The maps behind the stem, and the pooled vector as a map of one position. */
export const levels = (maps: readonly Tensor[], pooled: Tensor): Tensor[] => [...middleMaps(maps), asMap(pooled)];

export const levelShapes = ({ maps, pooled }: NetworkShape): MapShape[] => [
  ...middleMaps(maps),
  { channels: pooled, size: 1 },
];

/** The student's levels, each fused with all that are deeper, in the shapes of the teacher's; deepest last. */
export function reviewedLevels(
  parameters: Parameters,
  students: readonly MapShape[],
  teachers: readonly MapShape[],
): (levels: readonly Tensor[]) => Tensor[] {
  const middle = Math.min(512, students.at(-1)!.channels);
  // The authors' code counts from the deepest.
  const fusions = students
    .map(({ channels: inputs }, i) => ({ inputs, middle, outputs: teachers[i]!.channels, size: teachers[i]!.size }))
    .reverse()
    .map((options, i) => attentionFusion(parameters.at('abfs').at(i), { ...options, fuses: i > 0 }));
  return (levels) => {
    const features: Tensor[] = [];
    let residual: Tensor | undefined;
    for (const [i, fuse] of fusions.entries()) {
      const fused = fuse(levels.at(-1 - i)!, residual);
      features.unshift(fused.feature);
      residual = fused.residual;
    }
    return features;
  };
}
