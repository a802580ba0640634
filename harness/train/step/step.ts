import { scheduledWeights } from '../../job/weight-schedule.ts';
import { augmentedImages } from '../../model/distillers/augmented.ts';
import { drawsOf, formsIn, type Method } from '../../model/distillers/make-method.ts';
import type { Prediction } from '../../model/distillers/method.ts';
import type { Step } from '../../model/engine/executor.ts';
import type { Pass } from '../../model/engine/layers/batch-norm.ts';
import type { Network, NetworkOutputs } from '../../model/engine/network.ts';
import { countCorrect } from '../../model/engine/ops/accuracy.ts';
import type { Tensor } from '../../model/engine/tensorflow.ts';
import { type LossWeights, lossOf } from './loss.ts';
import type { Optimiser } from './optimiser.ts';

export interface TrainingStep {
  student: Network;
  /** Frozen; none where nothing reads them. */
  teachers: readonly Network[];
  /** What of the teachers is fed to the step, up to that level; absent where it computes them itself. */
  fed?: FedLevel | undefined;
  /** One for each teacher, where the distiller has a method. */
  methods: readonly Method[];
  weights: LossWeights;
  /** The methods' options that are schedules. */
  scalars?: readonly string[];
  optimiser: Optimiser;
  /** Do teachers that are computed in the step see something else of each image? */
  ownView?: boolean;
  /** Is `logits` an output too? Jobs read nothing back but what they log. */
  showLogits?: boolean | undefined;
  batch: number;
  /** [height, width, channels] */
  imageShape: readonly number[];
}

/** What a step can be fed of a teacher; maps would be too large. */
export type FedLevel = 'logits' | 'pooled vector';

/**
 * One step of training: all networks' forward passes, the loss, the backward pass, the optimiser.
 *
 * Outputs: `loss` and those of its unweighted parts `classification`, `distillation`, `method` that are used; where labels
 * are used `correct`, how many of the batch's images the student got right; and where it is asked for `logits` of the student
 * before the update.
 */
export function trainingStep(options: TrainingStep): Step {
  const { student, teachers, fed, methods, weights, scalars = [], optimiser, ownView = false, showLogits } = options;
  const { batch, imageShape } = options;
  const [method] = methods;
  const images = { dtype: 'float32', shape: [batch, ...imageShape] } as const;
  return {
    inputs: {
      images,
      ...(ownView && !fed && teachers.length > 0 && { teacherImages: images }),
      labels: { dtype: 'int32', shape: [batch] },
      learningRate: { dtype: 'float32', shape: [] },
      ...(fed && Object.assign({}, ...teachers.map((teacher, index) => taughtInputs(teacher, index, batch, fed)))),
      ...readOfBatch(methods, batch),
      ...weightsFed(weights),
      ...scalarInputs(scalars),
      ...augmentedInputs(method, batch, imageShape),
    },
    run({
      images,
      teacherImages = images,
      labels,
      learningRate,
      indices,
      contrast,
      uniforms,
      gamma,
      alpha,
      beta,
      ...given
    }) {
      const preactivations = method?.alsoReads.includes('preactivations') ?? false;
      const taughtOn = (teacher: Network, images: Tensor) =>
        teacher.forward(images, teacherPass(preactivations), { preactivations });
      const taught = teachers.map((teacher, index) => {
        const { logits, pooled } = taughtNames(index);
        return fed
          ? { logits: given[logits]!, ...(fed === 'pooled vector' && { pooled: given[pooled]! }) }
          : taughtOn(teacher, teacherImages!);
      });
      const forms = formsIn(method?.alsoReads ?? []).map((form) => {
        const images = given[augmentedImages[form]]!;
        return { form, images, teacher: taughtOn(teachers[0]!, images) };
      });
      const predictedOn = (images: Tensor): NetworkOutputs => {
        const outputs = student.forward(images, 'training', { preactivations });
        return { ...outputs, logits: method?.prediction?.logits(outputs, 'training') ?? outputs.logits };
      };
      const minimised = optimiser.minimise(() => {
        const predicted = predictedOn(images!);
        const { loss, terms, parts } = lossOf({
          ...{ student: predicted, teachers: taught, methods, weights, fedWeights: { gamma, alpha, beta } },
          ...(scalars.length > 0 && { scalars: Object.fromEntries(scalars.map((name) => [name, given[name]!])) }),
          ...Object.fromEntries(
            forms.map(({ form, images, teacher }) => [form, { student: predictedOn(images), teacher }]),
          ),
          ...{
            labels: labels!,
            ...(indices && { indices }),
            ...(contrast && { contrast }),
            ...(uniforms && { uniforms }),
          },
        });
        return { loss, terms, outputs: { ...parts, logits: predicted.logits } };
      }, learningRate!);
      const {
        loss,
        outputs: { logits, ...parts },
      } = minimised;
      return {
        ...parts,
        loss,
        ...(weights.gamma > 0 && { correct: countCorrect(logits!, labels!) }),
        ...(showLogits && { logits: logits! }),
      };
    },
  };
}

/**
 * How a step runs a teacher. TensorFlow 2.21 wants to fuse a frozen sum with the ReLU behind it even where the sum is
 * handed out too, fails at it, and then fuses nothing at all.
 */
export function teacherPass(preactivations: boolean): Pass {
  return preactivations ? 'evaluation' : 'frozen';
}

/** What a teacher's outputs are called where a training step is fed them. */
export function taughtNames(index: number): { logits: string; pooled: string } {
  const whose = index === 0 ? 'teacher' : `teacher${index + 1}`;
  return { logits: `${whose}Logits`, pooled: `${whose}Pooled` };
}

/** What a step is fed of a teacher, as `teacherStep` computes it. */
function taughtInputs(teacher: Network, index: number, batch: number, level: FedLevel): Step['inputs'] {
  const { logits, pooled } = taughtNames(index);
  return {
    [logits]: { dtype: 'float32', shape: [batch, teacher.classes] },
    ...(level === 'pooled vector' && { [pooled]: { dtype: 'float32', shape: [batch, teacher.pooled] } }),
  };
}

/** Scalars: the weights that have a schedule. So an epoch with others needs no other graph. */
export function weightsFed({ schedules }: LossWeights): Step['inputs'] {
  return scalarInputs(scheduledWeights(schedules));
}

/** Scalars by these names. */
export function scalarInputs(names: readonly string[]): Step['inputs'] {
  return Object.fromEntries(names.map((name) => [name, { dtype: 'float32', shape: [] }]));
}

/** The further forms of the images that a method's loss reads. */
function augmentedInputs(method: Method | undefined, batch: number, imageShape: readonly number[]): Step['inputs'] {
  const entries = formsIn(method?.alsoReads ?? []).map((form) => {
    const images = form === 'rotations' ? 4 * batch : batch;
    return [augmentedImages[form], { dtype: 'float32' as const, shape: [images, ...imageShape] }];
  });
  return Object.fromEntries(entries);
}

/** What the losses of methods of one kind read of a batch beside images and labels: indices in the training set, random numbers. */
export function readOfBatch(methods: readonly (Method | undefined)[], batch: number): Step['inputs'] {
  const [method] = methods;
  const draws = drawsOf(methods);
  return {
    ...(method?.alsoReads.includes('indices') && { indices: { dtype: 'int32', shape: [batch] } }),
    ...(method?.negatives && { contrast: { dtype: 'int32', shape: [batch, 1 + method.negatives] } }),
    ...(draws > 0 && { uniforms: { dtype: 'float32', shape: [batch, draws] } }),
  };
}

/** A frozen teacher alone: `teacherLogits`, [batch, classes], and `teacherPooled`, [batch, channels]. */
export function teacherStep(teacher: Network, batch: number, imageShape: readonly number[]): Step {
  return {
    inputs: { images: { dtype: 'float32', shape: [batch, ...imageShape] } },
    run({ images }) {
      const { logits, pooled } = teacher.forward(images!, 'frozen');
      return { teacherLogits: logits, teacherPooled: pooled };
    },
  };
}

/**
 * Evaluation of a network: `logits`, with batch norm's running statistics.
 * @param prediction what it says instead of its own classifier's logits
 */
export function evaluationStep(
  network: Network,
  batch: number,
  imageShape: readonly number[],
  prediction?: Pick<Prediction, 'logits'>,
): Step {
  return {
    inputs: { images: { dtype: 'float32', shape: [batch, ...imageShape] } },
    run({ images }) {
      const outputs = network.forward(images!, 'evaluation');
      return { logits: prediction?.logits(outputs, 'evaluation') ?? outputs.logits };
    },
  };
}
