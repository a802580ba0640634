import { learningRateOf } from '../../job/recipe.ts';
import { weightsIn } from '../../job/weight-schedule.ts';
import { drawsOf } from '../../model/distillers/make-method.ts';
import { createMethod } from '../../model/distillers/registry.ts';
import { Parameters } from '../../model/engine/parameters.ts';
import { createNetwork, type NetworkName } from '../../model/nets/registry.ts';
import { createOptimiser } from '../step/dot.ts';
import { mutualStep } from '../step/mutual-step.ts';
import { classification } from './classification.ts';
import type { DistillationOptions } from './distillation.ts';
import type { Learner } from './learner.ts';
import { prefixes, stepName } from './names.ts';

export interface MutualLearningOptions
  extends Pick<DistillationOptions, 'student' | 'distiller' | 'recipe' | 'classes' | 'imageShape' | 'images' | 'seed'> {
  peer: NetworkName;
}

/**
 * Makes two networks that teach each other, and the method once in each direction, with layers and memory banks of its own.
 * Initial values are drawn by the variables' names, so that the peer begins otherwise than the student, and than each teacher.
 */
export function createMutualLearning(options: MutualLearningOptions): Learner {
  const { distiller, recipe, classes, imageShape, images, seed } = options;
  const ofStudent = new Parameters(seed, prefixes.student);
  const ofPeer = new Parameters(seed, prefixes.peer);
  const ofDistiller = new Parameters(seed, prefixes.distiller);
  const student = createNetwork(options.student, ofStudent, classes, imageShape[0]);
  const peer = createNetwork(options.peer, ofPeer, classes, imageShape[0]);
  const { method: declared } = distiller;
  const methodOf = (parameters: Parameters, learning: typeof student, teaching: typeof student) =>
    declared && createMethod(declared, { parameters, student: learning, teacher: teaching, images });
  const method = methodOf(ofDistiller, student, peer);
  const methodOfPeer = methodOf(ofDistiller.at('peer'), peer, student);
  const variables = [ofStudent, ofPeer, ofDistiller].flatMap((parameters) => parameters.variables);
  const optimiser = createOptimiser(
    variables.filter(({ trainable }) => trainable),
    recipe,
  );
  return {
    state: [...variables, ...optimiser.slots],
    teachers: [],
    reads: {
      ...{ negatives: method?.negatives, excludes: method?.excludes, draws: drawsOf([method, methodOfPeer]) },
    },
    stages: [
      {
        stepName: stepName.train,
        purpose: '',
        epochs: recipe.epochs,
        learningRate: (epoch) => learningRateOf(recipe, epoch),
        scalars: (epoch) => weightsIn(distiller, epoch),
        apart: [],
        step: (batch) =>
          mutualStep({
            student: { network: student, method },
            peer: { network: peer, method: methodOfPeer },
            ...{ weights: distiller, optimiser, batch, imageShape },
          }),
      },
    ],
    trained: [
      {
        prefix: prefixes.student,
        variables: ofStudent.variables,
        file: 'weights',
        evaluation: classification(stepName.evaluate, student, imageShape),
      },
      {
        name: 'peer',
        prefix: prefixes.peer,
        variables: ofPeer.variables,
        file: 'peerWeights',
        evaluation: classification(stepName.evaluatePeer, peer, imageShape),
      },
    ],
  };
}
