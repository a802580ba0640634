import { expect, test } from 'vitest';
import { gradients } from '../engine/gradients.ts';
import { Parameters } from '../engine/parameters.ts';
import { tf } from '../engine/tensorflow.ts';
import { Variable } from '../engine/variable.ts';
import { activationBoundaries } from './ab.ts';
import { attentionTransfer } from './at.ts';
import { probabilisticTransfer } from './pkt.ts';
import { relationalLosses } from './rkd.ts';
import { variationalTransfer } from './vid.ts';

// What random vectors of the reference never touch, or touch below their tolerance.

const rows = (...values: number[][]) => tf.tensor2d(values);
const numbers = (tensor: { dataSync(): ArrayLike<number> }) => Array.from(tensor.dataSync());

test('VID: the least variance is part of the variance, and of the scale that it begins with', () => {
  const parameters = new Parameters(0);
  variationalTransfer(parameters, [[1, 1]], 5);
  // log_scale_init_f32 in the reference's vectors.
  expect(numbers(parameters.variables.at(-1)!.value)).toEqual([4.993229389190674]);

  const transfer = variationalTransfer(new Parameters(0), [[1, 1]], 2e-5);
  // Zeros predict zeros: what is left is (1 / variance + log(variance)) / 2.
  const [loss] = transfer([tf.zeros([2, 1, 1, 1])], [tf.ones([2, 1, 1, 1])]);
  expect(numbers(loss!)[0]! / ((1 / 2e-5 + Math.log(2e-5)) / 2)).toBeCloseTo(1, 4);
});

test('AB: a teacher of exactly 0 is below its boundary, and a student on the margin is right', () => {
  const [loss] = activationBoundaries([rows([-1, 0, 1, 0])], [rows([0, 0, 1, 1])], 1);
  // Wrong by 1 twice: 0 against 0, and 0 against 1.
  expect(numbers(loss!)[0]).toBeCloseTo((2 * 3) / 1000, 9);
});

test('RKD: equal images have no distance, no angle, and harm no gradient', () => {
  const values = Float32Array.of(1, 2, 1, 2, 5, 1, 3, 7);
  const student = new Variable({ name: 'student', shape: [4, 2], initial: values });
  const teacher = rows([0, 1, 3], [0, 1, 3], [2, 2, 2], [4, 0, 1]);
  const weights = { distance: 25, angle: 50 };
  const { loss, gradients: slopes } = gradients([student], () => ({
    loss: relationalLosses(student.value, teacher, weights),
  }));
  expect(numbers(loss)[0]).toBeGreaterThan(0);
  expect(numbers(loss)[0]).toBeLessThan(25 + 50);
  for (const slope of numbers(slopes[0]!)) expect(Math.abs(slope)).toBeLessThan(100);
  // Relations do not depend on the scale.
  expect(numbers(relationalLosses(tf.mul(student.value, 3), student.value, weights))[0]).toBeCloseTo(0, 6);
});

test('PKT: an image without any feature still has a loss', () => {
  expect(numbers(probabilisticTransfer(rows([0, 0], [1, 2], [2, 1]), rows([1, 1], [1, 2], [2, 1])))[0]).toBeGreaterThan(
    0,
  );
});

test('lists of unequal length: what has no partner is left out', () => {
  const map = (value: number, size: number) => tf.fill([1, size, size, 2], value);
  expect(attentionTransfer([map(1, 4), map(2, 2)], [map(3, 4)])).toHaveLength(1);
  expect(attentionTransfer([map(1, 4)], [map(3, 4), map(2, 2)])).toHaveLength(1);
});
