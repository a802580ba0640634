import type { Method } from '../distillers/make-method.ts';
import { createMethod } from '../distillers/registry.ts';
import type { Network } from '../engine/network.ts';
import { Parameters } from '../engine/parameters.ts';
import type { Step } from '../engine/program.ts';
import type { Variable } from '../engine/variable.ts';
import { type Distiller, teacherIn } from '../job/distiller.ts';
import type { Recipe } from '../job/recipe.ts';
import { createNetwork, type NetworkName } from '../nets/registry.ts';
import { firstStageStep } from './first-stage-step.ts';
import type { Weights } from './loss.ts';
import { Optimiser } from './optimiser.ts';
import { evaluationStep, teacherStep, trainingStep } from './step.ts';

/** The variables' names begin with whose they are. */
export const prefixes = { student: 'student.', peer: 'peer.', teacher: 'teacher.', distiller: 'distiller.' } as const;

/** The names of the steps; those of training say for a batch of which size. */
export const stepName = {
  train: (batch: number) => `train/${batch}`,
  firstStage: (batch: number) => `first-stage/${batch}`,
  evaluate: 'evaluate',
  evaluatePeer: 'evaluate-peer',
  /** @param place of the teacher among all, counted from 0 */
  teacher: (place = 0) => (place === 0 ? 'teacher' : `teacher/${place + 1}`),
} as const;

export interface LearnerOptions {
  student: NetworkName;
  /** Absent where nothing reads it. */
  teacher?: NetworkName | undefined;
  /** How many teachers of that network there are; one by default. */
  teachers?: number;
  distiller: Weights & Pick<Distiller, 'method'>;
  recipe: Pick<Recipe, 'momentum' | 'weightDecay'>;
  classes: number;
  /** [height, width, channels] */
  imageShape: readonly [number, number, number];
  /** How many training images there are. */
  images: number;
  /** Of the initial values. */
  seed: number;
  /** Do the teachers see something else of each image than the student? */
  ownView?: boolean;
  /** Do training steps hand out the student's logits? */
  showLogits?: boolean;
}

/** A network that learns, with all that teaches it: variables, and the steps that change them. */
export interface Learner {
  networks: { student: Network; teachers: readonly Network[] };
  student: readonly Variable[];
  /** Of the network that is trained together with it; absent where there is none. */
  peer?: readonly Variable[];
  /** Of each teacher. Not for the program: their values when the steps are recorded are constants in them. */
  teachers: readonly (readonly Variable[])[];
  /** The methods' own. */
  distiller: readonly Variable[];
  /** Are training steps fed the teachers' logits and pooled vectors? They compute the teachers themselves where they read more. */
  fed: boolean;
  /** What changes in training: everything but the teachers. */
  state: readonly Variable[];
  /** With one teacher or more: with each further one there is another like it. */
  method: Method | undefined;
  /** Of a network that classifies pixels (see `createSegmenter`): how many classes they have. */
  pixelClasses?: number;
  /** The steps for batches of that size. */
  trainingSteps(batch: number): Record<string, Step>;
  /** Each teacher of that many images, where their outputs are fed. */
  teacherSteps(batch: number): Record<string, Step>;
  /** Evaluation of the student, and of its peer where it has one. */
  evaluationSteps(batch: number): Record<string, Step>;
}

/** Makes the networks, the method and the optimisers. */
export function createLearner(options: LearnerOptions): Learner {
  const { distiller, recipe, classes, imageShape, images, seed, ownView, showLogits } = options;
  const [imageSize] = imageShape;
  const { teacher: teacherName, teachers: count = 1 } = options;
  const ofStudent = new Parameters(seed, prefixes.student);
  const ofDistiller = new Parameters(seed, prefixes.distiller);
  const student = createNetwork(options.student, ofStudent, classes, imageSize);
  const ofTeachers = Array.from({ length: teacherName ? count : 0 }, () => new Parameters(seed, prefixes.teacher));
  const teachers = ofTeachers.map((parameters) => createNetwork(teacherName!, parameters, classes, imageSize));
  const { method: declared } = distiller;
  const methods = declared
    ? teachers.map((teacher, place) => {
        const parameters = place === 0 ? ofDistiller : ofDistiller.at(`teacher${place + 1}`);
        return createMethod(declared, { parameters, student, teacher, images });
      })
    : [];
  const [method] = methods;
  const [teacher] = teachers;

  const teaching = teacherIn(distiller);
  const taught = teaching === 'absent' ? [] : teachers;
  const fed = taught.length > 0 && teaching === 'fed';
  const readsPooled = method?.loss !== undefined && method.reads === 'pooled vector';
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
    networks: { student, teachers },
    student: ofStudent.variables,
    teachers: ofTeachers.map(({ variables }) => variables),
    distiller: ofDistiller.variables,
    state: [
      ...ofStudent.variables,
      ...ofDistiller.variables,
      ...optimiser.slots,
      ...(stageOptimiser ? stageOptimiser.slots : []),
    ],
    method,
    fed,
    trainingSteps: (batch) => ({
      [stepName.train(batch)]: trainingStep({
        student,
        teachers: taught,
        fed: fed ? (readsPooled ? 'pooled vector' : 'logits') : undefined,
        methods,
        weights: distiller,
        optimiser,
        ...(ownView && { ownView }),
        showLogits,
        batch,
        imageShape,
      }),
      ...(teacher &&
        stageOptimiser && {
          [stepName.firstStage(batch)]: firstStageStep({
            student,
            teacher,
            stage,
            preactivations: method.alsoReads.includes('preactivations'),
            optimiser: stageOptimiser,
            batch,
            imageShape,
          }),
        }),
    }),
    teacherSteps: (batch) =>
      Object.fromEntries(
        (fed ? taught : []).map((one, place) => [stepName.teacher(place), teacherStep(one, batch, imageShape)]),
      ),
    evaluationSteps: (batch) => ({ [stepName.evaluate]: evaluationStep(student, batch, imageShape) }),
  };
}

/** A student's trainable variables without its head's. */
function featureVariables({ head }: Network, variables: readonly Variable[]): Variable[] {
  const module = ({ name }: Variable) => name.slice(prefixes.student.length).split('.')[0]!;
  return variables.filter((variable) => variable.trainable && !head.includes(module(variable)));
}
