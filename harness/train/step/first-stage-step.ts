import type { Method } from '../../model/distillers/make-method.ts';
import type { Step } from '../../model/engine/executor.ts';
import { gradients } from '../../model/engine/gradients.ts';
import type { Network } from '../../model/engine/network.ts';
import type { Optimiser } from './optimiser.ts';
import { teacherPass } from './step.ts';

export interface FirstStageStep {
  student: Network;
  teacher: Network;
  stage: NonNullable<Method['firstStage']>;
  /** Do the networks hand out their pre-activations? */
  preactivations: boolean;
  optimiser: Optimiser;
  batch: number;
  /** [height, width, channels] */
  imageShape: readonly number[];
}

/**
 * One step of what a method trains before the student (AB, FSP: the student's feature modules; FT: its paraphraser).
 * The student's head, and all of it where it is not trained, stays in evaluation mode.
 *
 * Outputs: `loss`.
 */
export function firstStageStep(options: FirstStageStep): Step {
  const { student, teacher, stage, preactivations, optimiser, batch, imageShape } = options;
  return {
    inputs: {
      images: { dtype: 'float32', shape: [batch, ...imageShape] },
      learningRate: { dtype: 'float32', shape: [] },
    },
    run({ images, learningRate }) {
      const taught = teacher.forward(images!, teacherPass(preactivations), { preactivations });
      const { loss, gradients: slopes } = gradients(optimiser.parameters, () => ({
        loss: stage.loss({
          student: student.forward(images!, stage.trainsStudent ? 'training' : 'evaluation', {
            head: 'evaluation',
            preactivations,
          }),
          teacher: taught,
        }),
      }));
      optimiser.step(slopes, learningRate!);
      return { loss };
    },
  };
}
