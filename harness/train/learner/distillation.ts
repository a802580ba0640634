import { type Distiller, isUntrained, methodStageEpochs, scalarsOf, teacherIn } from '../../job/distiller.ts';
import { learningRateOf, type Recipe } from '../../job/recipe.ts';
import { weightsIn } from '../../job/weight-schedule.ts';
import { formsIn, type Method } from '../../model/distillers/make-method.ts';
import { createMethod } from '../../model/distillers/registry.ts';
import type { Network } from '../../model/engine/network.ts';
import { Parameters } from '../../model/engine/parameters.ts';
import type { Variable } from '../../model/engine/variable.ts';
import { createNetwork, type NetworkName } from '../../model/nets/registry.ts';
import { createOptimiser } from '../step/dot.ts';
import { firstStageStep } from '../step/first-stage-step.ts';
import type { LossWeights } from '../step/loss.ts';
import { Optimiser } from '../step/optimiser.ts';
import { passStep } from '../step/pass-step.ts';
import { teacherStep, trainingStep } from '../step/step.ts';
import { classification } from './classification.ts';
import type { ApartTeacher, BatchContents, Learner, Stage } from './learner.ts';
import { prefixes, stepName } from './names.ts';

export interface DistillationOptions {
  student: NetworkName;
  /** Absent where nothing reads it. */
  teacher?: NetworkName | undefined;
  /** How many teachers of that network there are; one by default. */
  teachers?: number;
  distiller: LossWeights & Pick<Distiller, 'method'>;
  recipe: Recipe;
  classes: number;
  /** [height, width, channels] */
  imageShape: readonly [number, number, number];
  /** How many training images there are. */
  images: number;
  /** Of the initial values. */
  seed: number;
  /** What the teachers see of each image, where it is not what the student sees. */
  teacherView?: BatchContents['teacherView'];
  /** Do training steps hand out the student's logits? */
  showLogits?: boolean;
}

/** A student that learns from teachers, or alone. */
export interface Distillation extends Learner {
  networks: { student: Network; teachers: readonly Network[] };
  student: readonly Variable[];
  /** The methods' own. */
  distiller: readonly Variable[];
  /** With one teacher or more: with each further one there is another like it. */
  method: Method | undefined;
}

/** Makes the networks, the method and the optimisers. */
export function createDistillation(options: DistillationOptions): Distillation {
  const { distiller, recipe, classes, imageShape, images, seed, teacherView, showLogits } = options;
  const [imageSize] = imageShape;
  const { teacher: teacherName, teachers: count = 1 } = options;
  const ofStudent = new Parameters(seed, prefixes.student);
  const ofDistiller = new Parameters(seed, prefixes.distiller);
  const student = createNetwork(options.student, ofStudent, classes, imageSize);
  const ofTeachers = Array.from({ length: teacherName ? count : 0 }, () => new Parameters(seed, prefixes.teacher));
  const teachers = ofTeachers.map((parameters) => createNetwork(teacherName!, parameters, classes, imageSize));
  const { method: declared } = distiller;
  const methods = declared
    ? teachers.map((teacher, index) => {
        const parameters = index === 0 ? ofDistiller : ofDistiller.at(`teacher${index + 1}`);
        return createMethod(declared, { parameters, student, teacher, images });
      })
    : [];
  const [method] = methods;
  const [teacher] = teachers;

  const teaching = teacherIn(distiller);
  const taught = teaching === 'absent' ? [] : teachers;
  const apartTeacher = (network: Network, index: number): ApartTeacher => ({
    network,
    index,
    step: (batch) => teacherStep(network, batch, imageShape),
  });
  const apart = teaching === 'fed' ? taught.map(apartTeacher) : [];
  const readsPooled = method?.loss !== undefined && method.reads === 'pooled vector';
  const stage = method?.firstStage;
  const scalarsIn = (epoch: number) => (declared ? scalarsOf(declared, epoch) : {});
  const prediction = method?.prediction;
  // Where the method predicts without it, the student's classifier is never used.
  const used = ofStudent.variables.filter(
    (variable) => !prediction || !student.classifier.includes(variable) || prediction.variables.includes(variable),
  );
  const trained = [...used, ...ofDistiller.variables].filter(({ trainable }) => trainable);
  // What a first stage has trained of the method's own is frozen afterwards.
  const optimiser = createOptimiser(
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

  const main: Stage = {
    stepName: stepName.train,
    purpose: '',
    epochs: isUntrained(distiller) ? 0 : recipe.epochs,
    learningRate: (epoch) => learningRateOf(recipe, epoch),
    scalars: (epoch) => ({ ...weightsIn(distiller, epoch), ...scalarsIn(epoch) }),
    apart,
    step: (batch) =>
      trainingStep({
        student,
        teachers: taught,
        fed: apart.length > 0 ? (readsPooled ? 'pooled vector' : 'logits') : undefined,
        methods,
        weights: distiller,
        scalars: Object.keys(scalarsIn(1)),
        optimiser,
        ownView: teacherView !== undefined,
        showLogits,
        batch,
        imageShape,
      }),
  };
  return {
    networks: { student, teachers },
    student: ofStudent.variables,
    teachers: ofTeachers.map(({ variables }) => variables),
    distiller: ofDistiller.variables,
    method,
    state: [
      ...ofStudent.variables,
      ...ofDistiller.variables,
      ...optimiser.slots,
      ...(stageOptimiser ? stageOptimiser.slots : []),
    ],
    reads: {
      negatives: method?.negatives,
      excludes: method?.excludes,
      draws: method?.draws,
      ...(method && formsIn(method.alsoReads).length > 0 && { augmented: formsIn(method.alsoReads) }),
      ...(teachers.length > 0 && teacherView && { teacherView }),
    },
    stages: [
      ...(teacher && method?.pass
        ? [
            {
              stepName: stepName.firstStage,
              label: 'first' as const,
              purpose: 'pass, ',
              epochs: methodStageEpochs(declared!),
              still: true as const,
              scalars: () => ({}),
              apart: [],
              step: (batch: number) => passStep(teacher, method, batch, imageShape),
            },
          ]
        : []),
      ...(teacher && stage && stageOptimiser
        ? [
            {
              stepName: stepName.firstStage,
              label: 'first' as const,
              purpose: 'first stage, ',
              epochs: methodStageEpochs(declared!),
              learningRate: () => stage.learningRate ?? recipe.rate,
              scalars: () => ({}),
              apart: [],
              step: (batch: number) =>
                firstStageStep({
                  student,
                  teacher,
                  stage,
                  preactivations: method.alsoReads.includes('preactivations'),
                  optimiser: stageOptimiser,
                  batch,
                  imageShape,
                }),
            },
          ]
        : []),
      main,
    ],
    trained: [
      {
        prefix: prefixes.student,
        variables: [...new Set([...used, ...(prediction?.variables ?? [])])],
        file: 'weights',
        evaluation: classification(stepName.evaluate, student, imageShape, prediction),
      },
    ],
  };
}

/** A student's trainable variables without its head's. */
function featureVariables({ head }: Network, variables: readonly Variable[]): Variable[] {
  const module = ({ name }: Variable) => name.slice(prefixes.student.length).split('.')[0]!;
  return variables.filter((variable) => variable.trainable && !head.includes(module(variable)));
}
