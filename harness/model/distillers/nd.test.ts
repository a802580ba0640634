import { expect, test } from 'vitest';
import { setValues } from '../engine/executor.ts';
import { networkOfShape } from '../engine/fixtures/network-of-shape.ts';
import { gradients } from '../engine/gradients.ts';
import { Parameters } from '../engine/parameters.ts';
import { type Tensor, tf } from '../engine/tensorflow.ts';
import { Variable } from '../engine/variable.ts';
import { makeMethod } from './make-method.ts';
import { nd, normAndDirection } from './nd.ts';

const rows = (...values: number[][]) => tf.tensor2d(values);
const labelled = (...classes: number[]) => tf.tensor1d(classes, 'int32');
const numbers = (tensor: Tensor) => Array.from(tensor.dataSync());
const network = (pooled: number) => networkOfShape({ name: 'none', maps: [], pooled }, 2);

/** Lengths 5 and 10 of the student, 13 and 5 of the teacher: once the teacher's is the greater one, once the student's. */
const students = [
  [3, 4],
  [-6, 8],
];
const teachers = [
  [5, 12],
  [3, -4],
];

test('the loss is one minus the length along the class, in shares of the greater length', () => {
  // Along (0, 1) the first is 4 of 13 long; along (-3, 4) / 5 the second is (18 + 32) / 5 = 10 of 10.
  const loss = normAndDirection(rows(...students), rows(...teachers), rows([0, 7], [-3, 4]));
  expect(numbers(loss)[0]).toBeCloseTo((1 - 4 / 13 + 0) / 2, 6);
});

/** The loss in float64. */
function byHand(ours: number[][], centres: number[][]): number {
  const losses = ours.map((student, i) => {
    const along = student.reduce((sum, x, j) => sum + x * centres[i]![j]!, 0) / Math.hypot(...centres[i]!);
    return 1 - along / Math.max(Math.hypot(...student), Math.hypot(...teachers[i]!));
  });
  return losses.reduce((a, b) => a + b) / losses.length;
}

test('the pass collects the direction of each class, and the gradient goes through the length where it is the greater one', () => {
  const parameters = new Parameters(0);
  const method = makeMethod(nd, {
    options: { name: 'nd' },
    parameters,
    student: network(2),
    teacher: network(2),
    images: 4,
  });
  expect(parameters.variables.map(({ name, trainable }) => [name, trainable])).toEqual([['class_sums', false]]);
  // Two batches; class 0 has the mean (2, 0.5), class 1 (0, -3).
  method.pass!({
    teacher: { logits: rows([0], [0], [0]), pooled: rows([1, 2], [1, -4], [2, 0]) },
    labels: labelled(0, 1, 0),
  });
  method.pass!({ teacher: { logits: rows([0], [0]), pooled: rows([3, -0.5], [-1, -2]) }, labels: labelled(0, 1) });
  const student = new Variable({ name: 'student', shape: [2, 2], initial: Float32Array.from(students.flat()) });
  const teacher = new Variable({ name: 'teacher', shape: [2, 2], initial: Float32Array.from(teachers.flat()) });
  const { loss, gradients: slopes } = gradients([student], () => ({
    loss: method.loss!({
      student: { pooled: student.value },
      teacher: { pooled: teacher.value },
      labels: labelled(1, 0),
    }),
  }));
  const centres = [
    [0, -3],
    [2, 0.5],
  ];
  expect(numbers(loss)[0]).toBeCloseTo(byHand(students, centres), 6);
  const difference = 1e-6;
  const expected = students.flatMap((row, i) =>
    row.map((_, j) => {
      const moved = (by: number) => students.map((one, k) => one.map((x, l) => (k === i && l === j ? x + by : x)));
      return (byHand(moved(difference), centres) - byHand(moved(-difference), centres)) / (2 * difference);
    }),
  );
  numbers(slopes[0]!).forEach((slope, i) => {
    expect(slope).toBeCloseTo(expected[i]!, 6);
  });
});

test("a student's vector of another length goes through a linear layer, which is trained", () => {
  const parameters = new Parameters(0);
  const method = makeMethod(nd, {
    options: { name: 'nd' },
    parameters,
    student: network(1),
    teacher: network(2),
    images: 2,
  });
  const [weight, bias, sums] = parameters.variables;
  expect(parameters.variables.map(({ name, trainable }) => [name, trainable])).toEqual([
    ['embed.weight', true],
    ['embed.bias', true],
    ['class_sums', false],
  ]);
  const values = [Float32Array.of(1, 2), Float32Array.of(1, 0), Float32Array.of(0, 1, -3, 4)];
  setValues(parameters.variables, new Map([weight!, bias!, sums!].map(({ name }, i) => [name, values[i]!])));
  // 2 becomes (3, 4), which has 4 of 13 along (0, 1); -7 becomes (-6, -14), of which (18 - 56) / 5 are along (-3, 4) / 5.
  const loss = method.loss!({
    student: { pooled: rows([2], [-7]) },
    teacher: { pooled: rows(...teachers) },
    labels: labelled(0, 1),
  });
  expect(numbers(loss)[0]).toBeCloseTo((1 - 4 / 13 + 1 + 38 / 5 / Math.hypot(6, 14)) / 2, 6);
});
