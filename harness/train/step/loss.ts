import type { Distiller } from '../../job/distiller.ts';
import type { WeightName } from '../../job/weight-schedule.ts';
import { knowledgeDistillation } from '../../model/distillers/kd.ts';
import { total } from '../../model/distillers/layers.ts';
import type { AvailableOutputs, Method, MethodInputs } from '../../model/distillers/make-method.ts';
import type { NetworkOutputs } from '../../model/engine/network.ts';
import { mean } from '../../model/engine/ops/reduction.ts';
import { crossEntropies, crossEntropy } from '../../model/engine/ops/softmax.ts';
import { type Tensor, tf } from '../../model/engine/tensorflow.ts';
import type { Terms } from './optimiser.ts';

/** How the loss is put together (see harness/job/distiller.ts). */
export type LossWeights = Pick<Distiller, WeightName | 'temperature'> & Partial<Pick<Distiller, 'schedules'>>;

/** Scalars: the weights that have a schedule, as they are now. */
export type FedWeights = { [Name in WeightName]?: Tensor | undefined };

export interface LossOptions extends Omit<MethodInputs, 'student' | 'teacher'> {
  student: NetworkOutputs;
  /** None where nothing reads them. */
  teachers: readonly LossTeacher[];
  /** One for each teacher, where the distiller has a method. */
  methods: readonly Method[];
  weights: LossWeights;
  fedWeights: FedWeights;
  /** [batch], integers */
  labels: Tensor;
}

/** What the loss has of a teacher: its logits, and what else the methods read. */
export type LossTeacher = AvailableOutputs & Pick<NetworkOutputs, 'logits'>;

/**
 * What a student minimises, its weighted terms, and those of its unweighted parts `classification`, `distillation`, `method` that are
 * used.
 *
 * With several teachers (the paper's section 4.3) a method's loss is the sum over them, as the paper has it, and KD's is the
 * mean: its gradient is that of KD with the mean of their softened probabilities. That one is our choice: how the paper's KD
 * takes several was not found published.
 */
export function lossOf(options: LossOptions): { loss: Tensor; terms: Terms; parts: Record<string, Tensor> } {
  const { student, teachers, methods, weights, fedWeights, ...others } = options;
  const { logits } = student;
  const parts: Record<string, Tensor> = {};
  const terms: { [Of in keyof Terms]: Tensor[] } = { ofLabels: [], ofTeachers: [] };
  // Where it has no weight, images may have no labels.
  let loss: Tensor = tf.scalar(0);
  if (weights.gamma > 0) {
    parts.classification = classificationOf(options);
    loss = tf.mul(parts.classification, fedWeights.gamma ?? weights.gamma);
    terms.ofLabels.push(loss);
  }
  if (teachers.length > 0 && weights.alpha > 0) {
    parts.distillation = meanOf(
      teachers.map((teacher) => knowledgeDistillation(logits, teacher.logits, weights.temperature)),
    );
    const term = tf.mul(parts.distillation, fedWeights.alpha ?? weights.alpha);
    terms.ofTeachers.push(term);
    loss = tf.add(loss, term);
  }
  if (teachers.length > 0 && methods[0]?.loss) {
    parts.method = total(teachers.map((teacher, index) => methods[index]!.loss!({ ...others, student, teacher })));
    const term = tf.mul(parts.method, fedWeights.beta ?? weights.beta);
    terms.ofTeachers.push(term);
    loss = tf.add(loss, term);
  }
  return { loss, terms, parts };
}

/** Cross entropy of the student's logits, or of what the method makes of them, each image weighted as the method says. */
function classificationOf({ student, teachers, methods, weights, fedWeights, ...others }: LossOptions): Tensor {
  const [method] = methods;
  const [teacher] = teachers;
  const inputs = teacher && { ...others, student, teacher };
  const logits = (inputs && method?.classified?.(inputs)) ?? student.logits;
  const sampleWeights = inputs && method?.sampleWeights?.(inputs);
  if (!sampleWeights) return crossEntropy(logits, others.labels);
  return mean(tf.mul(crossEntropies(logits, others.labels), sampleWeights));
}

const meanOf = (losses: readonly Tensor[]): Tensor =>
  losses.length === 1 ? losses[0]! : tf.div(total(losses), losses.length);
