import { knowledgeDistillation } from '../distillers/kd.ts';
import type { Method } from '../distillers/method.ts';
import { gradients } from '../engine/gradients.ts';
import type { Pass } from '../engine/layers/batch-norm.ts';
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
  /** Frozen; absent where nothing reads it. */
  teacher?: Network | undefined;
  /** Are the teacher's logits and pooled vectors fed to the step, instead of computed in it? */
  fed?: boolean;
  method?: Method | undefined;
  weights: Weights;
  optimiser: Optimiser;
  /** Is `logits` an output too? Jobs read nothing back but what they log. */
  showLogits?: boolean | undefined;
  batch: number;
  /** [height, width, channels] */
  imageShape: readonly number[];
}

/**
 * One step of training: both networks' forward passes, the loss, the backward pass, the optimiser.
 *
 * Outputs: `loss` and those of its unweighted parts `classification`, `distillation`, `method` that are used, `correct`
 * (how many of the batch's images the student got right), and where it is asked for `logits` of the student before the
 * update.
 */
export function trainingStep(options: TrainingStep): Step {
  const { student, teacher, fed = false, method, weights, optimiser, showLogits, batch, imageShape } = options;
  return {
    inputs: {
      images: { dtype: 'float32', shape: [batch, ...imageShape] },
      labels: { dtype: 'int32', shape: [batch] },
      rate: { dtype: 'float32', shape: [] },
      ...(teacher && fed && taughtInputs(teacher, batch)),
      ...(method?.loss && { indices: { dtype: 'int32', shape: [batch] } }),
      ...(method?.negatives && { contrast: { dtype: 'int32', shape: [batch, 1 + method.negatives] } }),
    },
    run({ images, labels, rate, indices, contrast, teacherLogits, teacherPooled }) {
      const { preactivations = false } = method ?? {};
      const teacherOutputs = fed
        ? { logits: teacherLogits!, features: [teacherPooled!] }
        : teacher?.forward(images!, teacherPass(preactivations), { preactivations });
      const {
        loss,
        outputs: { logits, ...parts },
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
      return { ...parts, loss, correct: countCorrect(logits!, labels!), ...(showLogits && { logits: logits! }) };
    },
  };
}

/**
 * How a step runs the teacher. TensorFlow 2.21 wants to fuse a frozen sum with the ReLU behind it even where the sum is
 * handed out too, fails at it, and then fuses nothing at all.
 */
export function teacherPass(preactivations: boolean): Pass {
  return preactivations ? 'evaluation' : 'frozen';
}

/** What a step is fed of the teacher, as `teacherStep` computes it. */
function taughtInputs({ classes, features }: Network, batch: number): Step['inputs'] {
  return {
    teacherLogits: { dtype: 'float32', shape: [batch, classes] },
    teacherPooled: { dtype: 'float32', shape: [batch, features.at(-1)!.channels] },
  };
}

/** The frozen teacher alone: `teacherLogits`, [batch, classes], and `teacherPooled`, [batch, channels]. */
export function teacherStep(teacher: Network, batch: number, imageShape: readonly number[]): Step {
  return {
    inputs: { images: { dtype: 'float32', shape: [batch, ...imageShape] } },
    run({ images }) {
      const { logits, features } = teacher.forward(images!, 'frozen');
      return { teacherLogits: logits, teacherPooled: features.at(-1)! };
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
