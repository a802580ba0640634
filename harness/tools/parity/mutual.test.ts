import { expect, test } from 'vitest';
import { methodSchema } from '../../job/distiller.ts';
import { createMethod } from '../../model/distillers/registry.ts';
import { networkOfShape } from '../../model/engine/fixtures/network-of-shape.ts';
import { uniform } from '../../model/engine/initial.ts';
import type { Network } from '../../model/engine/network.ts';
import { matMul } from '../../model/engine/ops/linear.ts';
import { Parameters } from '../../model/engine/parameters.ts';
import { createProgram, type Mode } from '../../model/engine/program.ts';
import { RandomStream } from '../../model/engine/random.ts';
import { mutualStep, peerOutput } from '../../train/step/mutual-step.ts';
import { Optimiser } from '../../train/step/optimiser.ts';
import { relativeError } from './compare.ts';
import {
  contrastive,
  divergence,
  exactCrossEntropy,
  product,
  type Rows,
  rowsOf,
  slope,
  type Tensors,
} from './float64.ts';
import { variableInTorch } from './state.ts';

// There is no reference for mutual learning with CRD: a whole step of two networks that teach each other is compared with its
// formula in float64. Both are small enough for differences by each of their weights: two matrices each.

const [batch, classes, images, negatives, dimension, inputs] = [3, 4, 10, 6, 4, 6];
const weights = { gamma: 0.7, alpha: 0.4, beta: 0.8, temperature: 4 };
const temperature = 0.1;
/** The two, with the width of their pooled vectors, and whose method teaches them. */
const student = { prefix: 'student.', width: 5, method: 'distiller.' };
const peer = { prefix: 'peer.', width: 7, method: 'distiller.peer.' };
type Learner = typeof student;

const random = new RandomStream(7, 'vectors');
const feeds = {
  images: Float32Array.from({ length: batch * inputs }, () => random.normal()),
  labels: Int32Array.of(3, 0, 2),
  indices: Int32Array.of(8, 0, 3),
  // Each image's own row, then others; a row may be there twice.
  contrast: Int32Array.of(8, 0, 1, 2, 3, 4, 4, 0, 9, 7, 5, 3, 1, 8, 3, 2, 2, 6, 7, 8, 9),
  learningRate: Float32Array.of(1),
};

function outputsOf({ prefix, width }: Learner, values: Tensors): { pooled: Rows; logits: Rows } {
  const pooled = product(rowsOf(feeds.images, inputs), rowsOf(values.get(`${prefix}first`)!, width));
  return { pooled, logits: product(pooled, rowsOf(values.get(`${prefix}second`)!, classes)) };
}

/** @param constants of whose values the other network is made that teaches */
function lossOf(learner: Learner, values: Tensors, constants: Tensors) {
  const own = outputsOf(learner, values);
  const other = outputsOf(learner === student ? peer : student, constants);
  const classification = exactCrossEntropy(own.logits, feeds.labels);
  const distillation = divergence(own.logits, other.logits, weights.temperature);
  const indices = rowsOf(feeds.contrast, 1 + negatives);
  const contrast = { prefix: learner.method, indices, images, temperature };
  const method = contrastive(values, own.pooled, other.pooled, contrast);
  const loss = weights.gamma * classification + weights.alpha * distillation + weights.beta * method;
  return { loss, classification, distillation, method };
}

const total = (values: Tensors, constants: Tensors) =>
  lossOf(student, values, constants).loss + lossOf(peer, values, constants).loss;

function networkOf({ prefix, width }: Learner): { network: Network; parameters: Parameters } {
  const parameters = new Parameters(1, prefix);
  const first = parameters.add('first', { torchShape: [inputs, width], initial: uniform(0.5) });
  const second = parameters.add('second', { torchShape: [width, classes], initial: uniform(0.5) });
  const network: Network = {
    ...networkOfShape({ name: 'two matrices', maps: [], pooled: width }, classes),
    forward(images, pass) {
      expect(pass).toBe('training');
      const pooled = matMul(images, first.value);
      return { maps: [], pooled, logits: matMul(pooled, second.value) };
    },
  };
  return { network, parameters };
}

async function compare(mode: Mode): Promise<void> {
  const [ofStudent, ofPeer] = [networkOf(student), networkOf(peer)];
  const options = methodSchema.parse({ name: 'crd', dimension, negatives, temperature });
  const ofDistiller = new Parameters(1, 'distiller.');
  const methodOf = (parameters: Parameters, learning: Network, teaching: Network) =>
    createMethod(options, { parameters, student: learning, teacher: teaching, images });
  const method = methodOf(ofDistiller, ofStudent.network, ofPeer.network);
  const methodOfPeer = methodOf(ofDistiller.at('peer'), ofPeer.network, ofStudent.network);
  const variables = [ofStudent.parameters, ofPeer.parameters, ofDistiller].flatMap((one) => one.variables);
  const watched = variables.filter(({ trainable }) => trainable);
  expect(watched).toHaveLength(2 * (2 + 4));
  const optimiser = new Optimiser(watched, { momentum: 0, weightDecay: 0 });
  const step = mutualStep({
    student: { network: ofStudent.network, method },
    peer: { network: ofPeer.network, method: methodOfPeer },
    ...{ weights, optimiser, batch, imageShape: [inputs] },
  });
  const program = await createProgram([...variables, ...optimiser.slots], { step }, mode);
  // The second step meets rows and normalisers that the first one left.
  for (let count = 0; count < 2; count++) {
    const read = () => {
      const state = program.read();
      return new Map(variables.map((one) => [one.name, variableInTorch(state.get(one.name)!, one)]));
    };
    const before = read();
    const outputs = program.run('step', feeds);
    const after = read();
    for (const [name, value] of Object.entries(lossOf(student, before, before)))
      expect(outputs[name]![0]! / value, name).toBeCloseTo(1, 5);
    for (const [name, value] of Object.entries(lossOf(peer, before, before)))
      expect(outputs[peerOutput(name)]![0]! / value, peerOutput(name)).toBeCloseTo(1, 5);
    // The normalisers that the first step sets hold still while weights are moved.
    const values = new Map([...before, ...[...after].filter(([name]) => name.includes('normaliser'))]);
    for (const { name } of watched) {
      const ours = Array.from(before.get(name)!, (value, i) => value - after.get(name)![i]!);
      const expected = slope((moved) => total(moved, values), values, name);
      expect(relativeError(ours, expected), name).toBeLessThan(1e-4);
      if (name.startsWith('distiller.')) continue;
      // What a network would get if it were changed for the good of the other one too.
      const leaking = slope((moved) => total(moved, moved), values, name);
      expect(relativeError(leaking, expected), name).toBeGreaterThan(1e-2);
    }
  }
  program.dispose();
}

test.each(['eager', 'replay'] as const)(
  'a step of two that teach each other: losses and gradients are the formula, %s',
  compare,
);
