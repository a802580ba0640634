import { expect, test } from 'vitest';
import { tf } from '../engine/tensorflow.ts';
import { multiLevel, multiLevelAsWritten } from './mlkd.ts';

type Rows = number[][];

/** Three images of four classes. The teacher is surest of the second image, and likes the last class most, then the first. */
const weak = {
  student: [
    [1, 2, 0, 1],
    [0, -1, 2, 3],
    [2, 0, 1, -1],
  ],
  teacher: [
    [2, 1, 0, 1.5],
    [0, 1, -1, 6],
    [1, 0, 0.5, -1],
  ],
};
const strong = {
  student: [
    [0, 1, 1, 2],
    [1, 1, 0, 2],
    [3, 0, 2, 0],
  ],
  teacher: [
    [1, 1, 2, 0],
    [2, 0, 0, 4],
    [0, 1, 0, 2],
  ],
};
const temperatures = [4, 3, 5, 2, 6];

const tensors = ({ student, teacher }: typeof weak) => ({
  student: { logits: tf.tensor2d(student) },
  teacher: { logits: tf.tensor2d(teacher) },
});
const views = { weak: tensors(weak), strong: tensors(strong) };

const add = (values: number[]) => values.reduce((a, b) => a + b, 0);
const softened = (logits: Rows, temperature: number): Rows =>
  logits.map((row) => {
    const powers = row.map((z) => Math.exp(z / temperature));
    return powers.map((power) => power / add(powers));
  });
const transposed = (rows: Rows): Rows => rows[0]!.map((_, column) => rows.map((row) => row[column]!));
/** The products of every two rows. */
const products = (rows: Rows): Rows => rows.map((one) => rows.map((other) => add(one.map((x, i) => x * other[i]!))));

/** Each image's KD, each class's and each image's squared difference of correlations, in float64. */
function byHand({ student, teacher }: typeof weak, temperature: number) {
  const [p, q] = [softened(student, temperature), softened(teacher, temperature)];
  const squares = (one: Rows, other: Rows) => one.map((row, i) => add(row.map((x, j) => (x - other[i]![j]!) ** 2)));
  return {
    kd: q.map((row, i) => temperature ** 2 * add(row.map((x, c) => x * Math.log(x / p[i]![c]!)))),
    classes: squares(products(transposed(q)), products(transposed(p))),
    batch: squares(products(q), products(p)),
  };
}

/** Which images and classes are no greater than the median: the first and the third image, and the second and third class. */
const masks = { kd: [1, 0, 1], classes: [0, 1, 1, 0], batch: [1, 0, 1] };
const names = ['kd', 'classes', 'batch'] as const;
const meanOf = (values: number[]) => add(values) / values.length;

test('as written, masks choose images and classes of the weak view, and the strong view has every term', () => {
  const terms = multiLevelAsWritten(views, temperatures);
  for (const name of names) {
    const expected = temperatures.map((at) => {
      const masked = byHand(weak, at)[name].map((value, i) => value * masks[name][i]!);
      return meanOf(masked) + meanOf(byHand(strong, at)[name]);
    });
    expect(terms[name].dataSync()[0]! / add(expected), name).toBeCloseTo(1, 5);
  }
});

test('as coded, masks are shares of what was averaged, and the strong view has KD at three temperatures alone', () => {
  const terms = multiLevel(views, temperatures);
  for (const name of names) {
    const ofWeak = temperatures.map((at) => meanOf(byHand(weak, at)[name]) * meanOf(masks[name]));
    const beside = temperatures.map((at, i) => meanOf(byHand(i < 3 ? strong : weak, at).kd));
    const expected = add(ofWeak) + (name === 'kd' ? add(beside) : 0);
    expect(terms[name].dataSync()[0]! / expected, name).toBeCloseTo(1, 5);
  }
});
