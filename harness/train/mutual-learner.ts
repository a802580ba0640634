import { createMethod } from '../distillers/registry.ts';
import { Parameters } from '../engine/parameters.ts';
import { createNetwork, type NetworkName } from '../nets/registry.ts';
import { type Learner, type LearnerOptions, prefixes, stepName } from './learner.ts';
import { mutualStep } from './mutual-step.ts';
import { Optimiser } from './optimiser.ts';
import { evaluationStep } from './step.ts';

export interface MutualLearnerOptions
  extends Pick<LearnerOptions, 'student' | 'distiller' | 'recipe' | 'classes' | 'imageShape' | 'images' | 'seed'> {
  peer: NetworkName;
}

/**
 * Makes two networks that teach each other, and the method once in each direction, with layers and memory banks of its own.
 * Initial values are drawn by the variables' names, so that the peer begins otherwise than the student, and than each teacher.
 */
export function createMutualLearner(options: MutualLearnerOptions): Learner {
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
  const optimiser = new Optimiser(
    variables.filter(({ trainable }) => trainable),
    recipe,
  );
  return {
    networks: { student, teachers: [] },
    student: ofStudent.variables,
    peer: ofPeer.variables,
    teachers: [],
    distiller: ofDistiller.variables,
    fed: false,
    state: [...variables, ...optimiser.slots],
    method,
    trainingSteps: (batch) => ({
      [stepName.train(batch)]: mutualStep({
        student: { network: student, method },
        peer: { network: peer, method: methodOfPeer },
        ...{ weights: distiller, optimiser, batch, imageShape },
      }),
    }),
    teacherSteps: () => ({}),
    evaluationSteps: (batch) => ({
      [stepName.evaluate]: evaluationStep(student, batch, imageShape),
      [stepName.evaluatePeer]: evaluationStep(peer, batch, imageShape),
    }),
  };
}
