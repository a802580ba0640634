import { expect, onTestFinished, test } from 'vitest';
import { methodSchema } from '../../job/distiller.ts';
import { shapeOf } from '../../job/network.ts';
import { networkOfShape } from '../engine/fixtures/network-of-shape.ts';
import { Parameters } from '../engine/parameters.ts';
import { RandomStream } from '../engine/random.ts';
import { tf } from '../engine/tensorflow.ts';
import { createMethod, methods, reads } from './registry.ts';

const crd = { name: 'crd', negatives: 3, excludes: 'image' };
const pkt = { name: 'pkt' };
const combination = (...parts: [weight: number, method: object][]) => ({
  name: 'combined',
  of: parts.map(([weight, method]) => ({ weight, method })),
});

const network = networkOfShape(shapeOf('resnet8'), 10);
const random = new RandomStream(0, 'pooled vectors');
const outputs = () => ({
  maps: [],
  pooled: tf.tensor2d(
    Float32Array.from({ length: 256 }, () => random.normal()),
    [4, 64],
  ),
  logits: tf.zeros([4, 10]),
});
const inputs = {
  student: outputs(),
  teacher: outputs(),
  indices: tf.tensor1d([3, 1, 0, 2], 'int32'),
  contrast: tf.tensor2d([3, 1, 2, 4, 1, 0, 2, 3, 0, 1, 2, 3, 2, 0, 1, 3], [4, 4], 'int32'),
};

function methodOf(options: object) {
  const parameters = new Parameters(0);
  const context = { parameters, student: network, teacher: network, images: 5 };
  return { method: createMethod(methodSchema.parse(options), context), parameters };
}

const lossOf = (options: object) => methodOf(options).method.loss!(inputs).dataSync()[0]!;

test("the loss is the weighted sum of the methods' own, which begin as they do alone", () => {
  const both = lossOf(combination([0.8, crd], [30000, pkt]));
  expect(both / (0.8 * lossOf(crd) + 30000 * lossOf(pkt))).toBeCloseTo(1, 6);
});

test('it wants the negatives that one of them wants, wherever it stands', () => {
  const { method } = methodOf(combination([1, pkt], [1, crd]));
  expect(method).toMatchObject({ negatives: 3, excludes: 'image' });
});

test('it wants the random numbers that one of them wants', () => {
  expect(methodOf(combination([1, crd], [1, { name: 'mgd' }])).method).toMatchObject({ negatives: 3, draws: 64 });
  expect(methodOf(combination([1, crd], [1, pkt])).method.draws).toBeUndefined();
});

test('equal names of variables do not meet', () => {
  const { parameters } = methodOf(combination([1, crd], [1, { name: 'cc' }]));
  const names = parameters.variables.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(expect.arrayContaining(['embed_s.linear.weight', 'cc.embed_s.linear.weight']));
});

test('it reads no more of the teacher than they do', () => {
  expect(reads(methodSchema.parse(combination([1, crd], [1, pkt])))).toBe('pooled vector');
  expect(reads(methodSchema.parse(combination([1, crd], [1, { name: 'at' }])))).toBe('maps');
});

test('it reads what else they do, and asks the networks for it', () => {
  Object.assign(methods.at, { alsoReads: ['preactivations'] });
  onTestFinished(() => {
    delete methods.at.alsoReads;
  });
  const options = combination([1, { name: 'at' }], [1, crd]);
  expect(methodOf(options).method.alsoReads).toEqual(['preactivations', 'indices', 'contrast']);
  expect(methodOf(combination([1, crd], [1, pkt])).method.alsoReads).toEqual(['indices', 'contrast']);
});

test('the same method twice, or one alone, is refused', () => {
  expect(methodSchema.safeParse(combination([1, crd], [2, crd])).error?.issues).toMatchObject([
    { path: ['of'], message: 'must be different methods' },
  ]);
  expect(methodSchema.safeParse(combination([1, crd])).success).toBe(false);
});
