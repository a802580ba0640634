import type { BatchSource } from '../../data/sets/batch.ts';
import type { AnyImageData } from '../../data/sets/image-set.ts';
import type { Result } from '../../job/result.ts';
import type { Step } from '../../model/engine/executor.ts';
import type { Network } from '../../model/engine/network.ts';
import type { Values, Variable } from '../../model/engine/variable.ts';
import { stepName } from './names.ts';

/**
 * What a job trains, as data. What runs its stages, keeps its state, tests its networks and saves them knows this of it and
 * nothing else, whatever it is: a student and its teachers, two networks that teach each other, a network that classifies pixels.
 */
export interface Learner {
  /** Everything that changes in training, and so is kept in a checkpoint. */
  state: readonly Variable[];
  /** Each frozen teacher's variables: the values that they have when the steps are recorded are constants in them. */
  teachers: readonly (readonly Variable[])[];
  /** What its steps read of a batch, beside images, labels and indices. */
  reads: BatchContents;
  /** In the order in which they are trained. */
  stages: readonly Stage[];
  /** The networks that come of it, the job's own first. */
  trained: readonly [TrainedNetwork, ...TrainedNetwork[]];
}

export type BatchContents = Pick<
  BatchSource,
  'negatives' | 'excludes' | 'draws' | 'pixelClasses' | 'teacherView' | 'augmented'
>;

/** A number of epochs with the same steps. */
export interface Stage {
  /** What its steps are called, by the size of their batch. */
  stepName(batch: number): string;
  /** What its epochs are called in the metrics; the main stage's have no name there. */
  label?: 'first';
  /**
   * Before the purposes of its random numbers: the main stage draws the same ones whether or not there was another
   * before it, so that a trial's data order is the same for every distiller.
   */
  purpose: string;
  epochs: number;
  /** Are its images as they are, without augmentation? */
  still?: true;
  /** The learning rate of an epoch, counted from 1; absent where nothing is trained. */
  learningRate?(epoch: number): number;
  /** The other scalars that its steps are given in an epoch, by their inputs' names. */
  scalars(epoch: number): Record<string, number>;
  /** Teachers that are computed apart from its steps, which are given what they say. */
  apart: readonly ApartTeacher[];
  /** The step for a batch of that size. Where it trains, it has an output `loss`; its other outputs are scalars too. */
  step(batch: number): Step;
}

/** A frozen teacher with a step of its own: its outputs for an image can be kept. */
export interface ApartTeacher {
  network: Network;
  /** Among all teachers, counted from 0. */
  index: number;
  /** Its step, for that many images; see `teacherStep`. */
  step(batch: number): Step;
}

/** What a network beside the job's own is called in epochs and results. */
export type OtherName = 'peer';

/** A network that is trained: how it is tested, and which file it goes to. What was tested is what is saved. */
export interface TrainedNetwork {
  /** Under what its numbers stand in an epoch and in a result; those of the job's own network stand there by themselves. */
  name?: OtherName;
  /** Before its variables' names, and taken off them in its file. */
  prefix: string;
  /** All that its file has, the classifier's weight and bias last. */
  variables: readonly Variable[];
  file: 'weights' | 'peerWeights';
  evaluation: Evaluation;
}

/** How a network is tested. */
export interface Evaluation {
  /** Its step's name. */
  name: string;
  /** Outputs of that many images. */
  step(batch: number): Step;
  /** Makes metrics of the outputs. */
  metric(data: Pick<AnyImageData, 'test' | 'classes'>): MetricUnderWay;
}

/** Metrics under way: given the outputs for all test images, batch by batch. */
export interface MetricUnderWay {
  /**
   * @param outputs of the evaluation's step
   * @param first which test image is the batch's first; what stands behind the last one fills the batch up
   */
  add(outputs: Record<string, Values>, first: number): void;
  /** @throws Problem where an output is not finite */
  measured(): TestResult;
}

/** How good a network is on the test images, in per cent. */
export interface TestResult extends Pick<Result, 'accuracy' | 'top5Accuracy' | 'meanIoU'> {
  /** What it outputs for each: [images, classes]; nothing where it classifies pixels. */
  logits?: Float32Array;
}

/** The stage of the next epoch, and which of its epochs that is, when `done` epochs of the job are over; undefined after the last. */
export function stageAfter(
  stages: readonly Stage[],
  done: number,
): { stage: Stage; epoch: number; isLast: boolean } | undefined {
  let before = 0;
  for (const stage of stages) {
    if (done < before + stage.epochs) {
      const epoch = done - before + 1;
      return { stage, epoch, isLast: epoch === stage.epochs };
    }
    before += stage.epochs;
  }
  return undefined;
}

/** How many images steps take at once. */
export interface BatchSizes {
  training: Iterable<number>;
  /** Of teachers that are computed apart. */
  teacher: number;
  evaluation: number;
}

/** All steps of a learner, by their names. */
export function stepsOf(
  { stages, trained }: Pick<Learner, 'stages' | 'trained'>,
  { training, teacher, evaluation }: BatchSizes,
): Record<string, Step> {
  const sizes = [...training];
  return Object.fromEntries([
    ...stages.flatMap((stage) => sizes.map((batch) => [stage.stepName(batch), stage.step(batch)])),
    ...stages.flatMap(({ apart }) => apart.map(({ index, step }) => [stepName.teacher(index), step(teacher)])),
    ...trained.map((network) => [network.evaluation.name, network.evaluation.step(evaluation)]),
  ]);
}
