import { expect, test } from 'vitest';
import { methodSchema } from '../../job/distiller.ts';
import { networkOfShape } from '../engine/fixtures/network-of-shape.ts';
import { gradients } from '../engine/gradients.ts';
import { Parameters } from '../engine/parameters.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { Variable } from '../engine/variable.ts';
import { decoupledDistillation } from './dkd.ts';
import { knowledgeDistillation } from './kd.ts';
import { createMethod } from './registry.ts';
import { refinedDistillation } from './rld.ts';

// What the methods after CRD that read logits have in common with KD, and what their vectors never touch.

const student = tf.tensor2d([
  [2, -1, 0.5, 1],
  [0, 3, -2, 1],
  [1, 1, 4, -3],
]);
const teacher = tf.tensor2d([
  [5, 1, -1, 0],
  [1, 2, 0, -2],
  [-1, 3, 2, 2],
]);
const labels = tf.tensor1d([0, 2, 3], 'int32');
const number = (tensor: Tensor) => tensor.dataSync()[0]!;

/** The loss of a method that reads logits. */
function lossOf(options: object, ours: Tensor = student): number {
  const network = networkOfShape({ name: 'none', maps: [], pooled: 1 }, 4);
  const context = { parameters: new Parameters(0), student: network, teacher: network, images: 3 };
  const method = createMethod(methodSchema.parse(options), context);
  return number(method.loss!({ student: { logits: ours }, teacher: { logits: teacher }, labels }));
}

test("DKD: KD is TCKD and NCKD, this one times what the teacher leaves to the other classes, as the paper's section 3 has it", () => {
  const temperature = 2;
  for (const [row, label] of [0, 2, 3].entries()) {
    const [ours, theirs] = [student, teacher].map((logits) => logits.slice([row], [1])) as [Tensor, Tensor];
    const { target, nonTarget } = decoupledDistillation(ours, theirs, tf.tensor1d([label], 'int32'), temperature);
    const left = 1 - tf.softmax(tf.div(theirs, temperature)).dataSync()[label]!;
    const whole = number(knowledgeDistillation(ours, theirs, temperature));
    expect(number(target) + left * number(nonTarget)).toBeCloseTo(whole, 5);
  }
});

test('TTM and WTTM with the exponent 1 are KD at temperature 1', () => {
  const kd = number(knowledgeDistillation(student, teacher, 1));
  expect(lossOf({ name: 'ttm', exponent: 1 })).toBeCloseTo(kd, 5);
  expect(lossOf({ name: 'wttm', exponent: 1 })).toBeCloseTo(kd, 5);
});

test.each([
  ['scaled and moved', (logits: Tensor) => tf.add(tf.mul(logits, 7), 3)],
  ['as they are', (logits: Tensor) => logits],
])('with logits standardised, a teacher is matched by its own logits, %s', (_, moved) => {
  for (const of of [{ name: 'kd', temperature: 2 }, { name: 'dkd' }]) {
    expect(lossOf({ name: 'logit-standardisation', of }, moved(teacher))).toBeCloseTo(0, 4);
  }
  expect(lossOf({ name: 'logit-standardisation' })).toBeGreaterThan(0.1);
});

test('DIST is 0 for the same probabilities, and 2 T^2 times their weight for no relation', () => {
  expect(lossOf({ name: 'dist' }, teacher)).toBeCloseTo(0, 4);
  // Equal probabilities correlate with nothing.
  expect(lossOf({ name: 'dist' }, tf.zeros([3, 4]))).toBeCloseTo(2 * 4 ** 2, 4);
});

test('WSLD: an image counts the less, the better the student knows it beside the teacher', () => {
  const sure = tf.mul(tf.oneHot(labels, 4), 50);
  expect(lossOf({ name: 'wsld' }, sure)).toBeCloseTo(0, 4);
});

test("RLD: an image whose label is the teacher's last class has no correlation", () => {
  const temperatures = { temperature: 4, confidenceTemperature: 1 };
  const last = tf.tensor1d([2, 3, 0], 'int32');
  const { confidence, correlation } = refinedDistillation(student, teacher, last, temperatures);
  expect(number(correlation)).toBe(0);
  expect(number(confidence)).toBeGreaterThan(0);
});

test('ITRD: a feature that is the same for a whole batch correlates with nothing, and harms no gradient', () => {
  const pooled = new Variable({ name: 'pooled', shape: [3, 2], initial: Float32Array.of(1, 2, 1, 5, 1, -1) });
  const network = networkOfShape({ name: 'none', maps: [], pooled: 2 }, 4);
  const parameters = new Parameters(0);
  const context = { parameters, student: network, teacher: network, images: 3 };
  const method = createMethod(methodSchema.parse({ name: 'itrd', mutual: 0 }), context);
  const constant = tf.tensor2d([
    [0, 1],
    [0, 4],
    [0, 2],
  ]);
  const { loss, gradients: slopes } = gradients([pooled, ...parameters.variables], () => ({
    loss: method.loss!({ student: { pooled: pooled.value }, teacher: { pooled: constant } }),
  }));
  for (const values of [loss, ...slopes]) expect([...values.dataSync()].every(Number.isFinite)).toBe(true);
});
