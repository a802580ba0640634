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
import { Optimiser } from '../../train/step/optimiser.ts';
import { taughtNames, trainingStep } from '../../train/step/step.ts';
import { relativeError } from './compare.ts';
import {
  contrastive,
  divergence,
  exactCrossEntropy,
  exactSoftmax,
  exactSum,
  product,
  rowsOf,
  slope,
  type Tensors,
} from './float64.ts';
import { variableInTorch } from './state.ts';

// The authors published no code for ensembles: a whole training step on three teachers is compared with its formula, written here
// once more in float64. The student is small enough for differences by each of its weights: two matrices.

const [batch, classes, images, negatives, dimension] = [3, 4, 10, 6, 4];
const [inputs, width, ofTeacher] = [6, 5, 7];
const weights = { gamma: 0.7, alpha: 0.4, beta: 0.8, temperature: 4 };
const temperature = 0.1;
const teachers = [0, 1, 2];

const random = new RandomStream(7, 'vectors');
const normal = (size: number) => Float32Array.from({ length: size }, () => random.normal());
const feeds = {
  images: normal(batch * inputs),
  labels: Int32Array.of(3, 0, 2),
  indices: Int32Array.of(8, 0, 3),
  // Each image's own row, then others; a row may be there twice.
  contrast: Int32Array.of(8, 0, 1, 2, 3, 4, 4, 0, 9, 7, 5, 3, 1, 8, 3, 2, 2, 6, 7, 8, 9),
  learningRate: Float32Array.of(1),
};
const ofTeachers = teachers.map(() => ({ logits: normal(batch * classes), pooled: normal(batch * ofTeacher) }));

/** The sum of what the paper's section 4.3 adds for each teacher, and KD's mean over them. */
function formula(values: Tensors): { loss: number; classification: number; distillation: number; method: number } {
  const pooled = product(rowsOf(feeds.images, inputs), rowsOf(values.get('student.first')!, width));
  const logits = product(pooled, rowsOf(values.get('student.second')!, classes));
  const classification = exactCrossEntropy(logits, feeds.labels);
  const distillation =
    exactSum(ofTeachers.map((teacher) => divergence(logits, rowsOf(teacher.logits, classes), weights.temperature))) /
    teachers.length;
  const method = exactSum(
    teachers.map((place) => {
      const taught = rowsOf(ofTeachers[place]!.pooled, ofTeacher);
      const indices = rowsOf(feeds.contrast, 1 + negatives);
      return contrastive(values, pooled, taught, { prefix: prefixOf(place), indices, images, temperature });
    }),
  );
  const loss = weights.gamma * classification + weights.alpha * distillation + weights.beta * method;
  return { loss, classification, distillation, method };
}

const prefixOf = (place: number) => (place === 0 ? 'distiller.' : `distiller.teacher${place + 1}.`);

async function compare(mode: Mode): Promise<void> {
  const ofStudent = new Parameters(1, 'student.');
  const first = ofStudent.add('first', { torchShape: [inputs, width], initial: uniform(0.5) });
  const second = ofStudent.add('second', { torchShape: [width, classes], initial: uniform(0.5) });
  const shaped = (pooled: number) => networkOfShape({ name: 'two matrices', maps: [], pooled }, classes);
  const student: Network = {
    ...shaped(width),
    forward(images) {
      const pooled = matMul(images, first.value);
      return { maps: [], pooled, logits: matMul(pooled, second.value) };
    },
  };
  const teacher: Network = { ...shaped(ofTeacher), forward: () => expect.unreachable('its outputs are fed') };
  const options = methodSchema.parse({ name: 'crd', dimension, negatives, temperature });
  const ofDistiller = new Parameters(1, 'distiller.');
  const methods = teachers.map((place) => {
    const parameters = place === 0 ? ofDistiller : ofDistiller.at(`teacher${place + 1}`);
    return createMethod(options, { parameters, student, teacher, images });
  });
  const variables = [...ofStudent.variables, ...ofDistiller.variables];
  const watched = variables.filter(({ trainable }) => trainable);
  expect(watched).toHaveLength(2 + 4 * teachers.length);
  const optimiser = new Optimiser(watched, { momentum: 0, weightDecay: 0 });
  const step = trainingStep({
    ...{ student, teachers: teachers.map(() => teacher), fed: 'pooled vector', methods, weights, optimiser },
    ...{ batch, imageShape: [inputs] },
  });
  const program = await createProgram([...variables, ...optimiser.slots], { step }, mode);
  const taught = ofTeachers.flatMap(({ logits, pooled }, place) => {
    const names = taughtNames(place);
    return [
      [names.logits, logits],
      [names.pooled, pooled],
    ];
  });
  // The second step meets rows and normalisers that the first one left.
  for (let count = 0; count < 2; count++) {
    const read = () => {
      const state = program.read();
      return new Map(variables.map((one) => [one.name, variableInTorch(state.get(one.name)!, one)]));
    };
    const before = read();
    const outputs = program.run('step', { ...feeds, ...Object.fromEntries(taught) });
    const after = read();
    const { ...expected } = formula(before);
    for (const [name, value] of Object.entries(expected)) expect(outputs[name]![0]! / value, name).toBeCloseTo(1, 5);
    // The normalisers that the first step sets hold still while weights are moved.
    const values = new Map([...before, ...normalisersIn(after)]);
    for (const { name } of watched) {
      const ours = Array.from(before.get(name)!, (value, i) => value - after.get(name)![i]!);
      expect(
        relativeError(
          ours,
          slope((moved) => formula(moved).loss, values, name),
        ),
        name,
      ).toBeLessThan(1e-4);
    }
  }
  program.dispose();
}

const normalisersIn = (values: Tensors) => [...values].filter(([name]) => name.includes('normaliser'));

test.each(['eager', 'replay'] as const)('a step on three teachers: losses and gradients are the formula, %s', compare);

test("KD's mean over teachers has the gradient of KD with the mean of their probabilities", () => {
  const student = normal(classes);
  const taught = ofTeachers.map(({ logits }) =>
    exactSoftmax(Array.from(logits.subarray(0, classes)), weights.temperature),
  );
  const mean = taught[0]!.map((_, k) => exactSum(taught.map((one) => one[k]!)) / teachers.length);
  const towards = (target: readonly number[]) =>
    exactSoftmax(Array.from(student), weights.temperature).map((probability, k) => probability - target[k]!);
  const average = taught.map(towards).reduce((total, one) => total.map((value, k) => value + one[k]!));
  expect(
    relativeError(
      average.map((value) => value / teachers.length),
      towards(mean),
    ),
  ).toBeLessThan(1e-12);
});
