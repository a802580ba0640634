import { knowledgeDistillation } from '../distillers/kd.ts';
import type { Method } from '../distillers/method.ts';
import { gradients } from '../engine/gradients.ts';
import type { Network } from '../engine/network.ts';
import { countCorrect } from '../engine/ops/accuracy.ts';
import { crossEntropy } from '../engine/ops/softmax.ts';
import type { Step } from '../engine/program.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import type { Distiller } from '../job/distiller.ts';
import type { Optimiser } from './optimiser.ts';

/** How the loss is put together (see harness/job/distiller.ts). */
export type Weights = Pick<Distiller, 'gamma' | 'alpha' | 'beta' | 'temperature'>;

export interface TrainingStep {
  student: Network;
  /** In evaluation mode throughout; absent where nothing reads it. */
  teacher?: Network | undefined;
  method?: Method | undefined;
  weights: Weights;
  optimiser: Optimiser;
  batch: number;
  /** [height, width, channels] */
  imageShape: readonly number[];
}

/**
 * One step of training: both networks' forward passes, the loss, the backward pass, the optimiser.
 *
 * Outputs: `loss` and those of its unweighted parts `classification`, `distillation`, `method` that are used, `correct`
 * (how many of the batch's images the student got right), `logits` of the student before the update.
 */
export function trainingStep(options: TrainingStep): Step {
  const { student, teacher, method, weights, optimiser, batch, imageShape } = options;
  return {
    inputs: {
      images: { dtype: 'float32', shape: [batch, ...imageShape] },
      labels: { dtype: 'int32', shape: [batch] },
      rate: { dtype: 'float32', shape: [] },
      ...(method?.loss && { indices: { dtype: 'int32', shape: [batch] } }),
      ...(method?.negatives && { contrast: { dtype: 'int32', shape: [batch, 1 + method.negatives] } }),
    },
    run({ images, labels, rate, indices, contrast }) {
      const { preactivations = false } = method ?? {};
      const teacherOutputs = teacher?.forward(images!, 'evaluation', { preactivations });
      const {
        loss,
        outputs,
        gradients: slopes,
      } = gradients(optimiser.parameters, () => {
        const studentOutputs = student.forward(images!, 'training', { preactivations });
        const { logits } = studentOutputs;
        const parts: Record<string, Tensor> = { classification: crossEntropy(logits, labels!) };
        let loss = tf.mul(parts.classification!, weights.gamma);
        if (teacherOutputs && weights.alpha > 0) {
          parts.distillation = knowledgeDistillation(logits, teacherOutputs.logits, weights.temperature);
          loss = tf.add(loss, tf.mul(parts.distillation, weights.alpha));
        }
        if (teacherOutputs && method?.loss) {
          const inputs = { student: studentOutputs, teacher: teacherOutputs, indices: indices! };
          parts.method = method.loss(contrast ? { ...inputs, contrast } : inputs);
          loss = tf.add(loss, tf.mul(parts.method, weights.beta));
        }
        return { loss, outputs: { ...parts, logits } };
      });
      optimiser.step(slopes, rate!);
      return { ...outputs, loss, correct: countCorrect(outputs.logits!, labels!) };
    },
  };
}

/** Evaluation of a network: `logits`, with batch norm's running statistics. */
export function evaluationStep(network: Network, batch: number, imageShape: readonly number[]): Step {
  return {
    inputs: { images: { dtype: 'float32', shape: [batch, ...imageShape] } },
    run: ({ images }) => ({ logits: network.forward(images!, 'evaluation').logits }),
  };
}
