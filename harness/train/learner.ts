import type { Method } from '../distillers/method.ts';
import { createMethod } from '../distillers/registry.ts';
import type { Network } from '../engine/network.ts';
import { Parameters } from '../engine/parameters.ts';
import type { Step } from '../engine/program.ts';
import type { Variable } from '../engine/variable.ts';
import type { Distiller } from '../job/distiller.ts';
import type { Recipe } from '../job/recipe.ts';
import { createNetwork, type NetworkName } from '../nets/registry.ts';
import { firstStageStep } from './first-stage-step.ts';
import { Optimiser } from './optimiser.ts';
import { evaluationStep, trainingStep, type Weights } from './step.ts';

/** The variables' names begin with whose they are. */
export const prefixes = { student: 'student.', teacher: 'teacher.', distiller: 'distiller.' } as const;

/** The names of the steps; those of training say for a batch of which size. */
export const stepName = {
  train: (batch: number) => `train/${batch}`,
  firstStage: (batch: number) => `first-stage/${batch}`,
  evaluate: 'evaluate',
} as const;

export interface LearnerOptions {
  student: NetworkName;
  /** Absent where nothing reads it. */
  teacher?: NetworkName | undefined;
  distiller: Weights & Pick<Distiller, 'method'>;
  recipe: Pick<Recipe, 'momentum' | 'weightDecay'>;
  classes: number;
  /** [height, width, channels] */
  imageShape: readonly [number, number, number];
  /** How many training images there are. */
  images: number;
  /** Of the initial values. */
  seed: number;
}

/** A network that learns, with all that teaches it: variables, and the steps that change them. */
export interface Learner {
  networks: { student: Network; teacher: Network | undefined };
  student: readonly Variable[];
  teacher: readonly Variable[];
  /** The method's own. */
  distiller: readonly Variable[];
  /** What changes in training: everything but the teacher. */
  state: readonly Variable[];
  method: Method | undefined;
  /** The steps for batches of that size. */
  trainingSteps(batch: number): Record<string, Step>;
  /** Evaluation of the student. */
  evaluationStep(batch: number): Record<string, Step>;
}

/** Makes the networks, the method and the optimisers. */
export function createLearner(options: LearnerOptions): Learner {
  const { distiller, recipe, classes, imageShape, images, seed } = options;
  const [imageSize] = imageShape;
  const [ofStudent, ofTeacher, ofDistiller] = [prefixes.student, prefixes.teacher, prefixes.distiller].map(
    (prefix) => new Parameters(seed, prefix),
  ) as [Parameters, Parameters, Parameters];
  const student = createNetwork(options.student, ofStudent, classes, imageSize);
  const teacher = options.teacher ? createNetwork(options.teacher, ofTeacher, classes, imageSize) : undefined;
  const method =
    teacher && distiller.method
      ? createMethod(distiller.method, { parameters: ofDistiller, student, teacher, images })
      : undefined;

  const stage = method?.firstStage;
  const trained = [...ofStudent.variables, ...ofDistiller.variables].filter(({ trainable }) => trainable);
  // What a first stage has trained of the method's own is frozen afterwards.
  const optimiser = new Optimiser(
    trained.filter((variable) => !stage?.variables.includes(variable)),
    recipe,
  );
  const stageOptimiser =
    stage &&
    new Optimiser(
      [...stage.variables, ...(stage.trainsStudent ? featureVariables(student, ofStudent.variables) : [])],
      recipe,
      'first-stage-momentum.',
    );

  return {
    networks: { student, teacher },
    student: ofStudent.variables,
    teacher: ofTeacher.variables,
    distiller: ofDistiller.variables,
    state: [
      ...ofStudent.variables,
      ...ofDistiller.variables,
      ...optimiser.slots,
      ...(stageOptimiser ? stageOptimiser.slots : []),
    ],
    method,
    trainingSteps: (batch) => ({
      [stepName.train(batch)]: trainingStep({
        student,
        teacher,
        method,
        weights: distiller,
        optimiser,
        batch,
        imageShape,
      }),
      ...(teacher &&
        stageOptimiser && {
          [stepName.firstStage(batch)]: firstStageStep({
            student,
            teacher,
            stage,
            preactivations: method.preactivations ?? false,
            optimiser: stageOptimiser,
            batch,
            imageShape,
          }),
        }),
    }),
    evaluationStep: (batch) => ({ [stepName.evaluate]: evaluationStep(student, batch, imageShape) }),
  };
}

/** A student's trainable variables without its head's. */
function featureVariables({ head }: Network, variables: readonly Variable[]): Variable[] {
  const module = ({ name }: Variable) => name.slice(prefixes.student.length).split('.')[0]!;
  return variables.filter((variable) => variable.trainable && !head.includes(module(variable)));
}
