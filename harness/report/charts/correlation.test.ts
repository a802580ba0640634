import { expect, test } from 'vitest';
import { correlationDifference } from './correlation.ts';
import stored from './fixtures/correlation.json' with { type: 'json' };

const { images, classes } = stored;
const logits = (values: number[]) => ({ images, classes, values: Float32Array.from(values) });
const teacher = logits(stored.teacher);
const student = logits(stored.student);

test("the difference of correlations and its mean are NumPy's", () => {
  const { values, mean } = correlationDifference(teacher, student);
  expect(values).toHaveLength(classes * classes);
  for (const [cell, value] of values.entries()) expect(value).toBeCloseTo(stored.difference[cell]!, 12);
  expect(mean).toBeCloseTo(stored.mean, 12);
});

test('a student that says what its teacher says, on any scale, does not differ', () => {
  const louder = logits(stored.teacher.map((value, index) => 4 * value + (index % classes)));
  expect(correlationDifference(teacher, louder).mean).toBeLessThan(1e-6);
  expect(correlationDifference(teacher, student).mean).toBeGreaterThan(0.01);
});

test('a class whose logit is constant goes together with none', () => {
  const constant = logits(stored.teacher.map((value, index) => (index % classes < 2 ? 0.1 : value)));
  const { values } = correlationDifference(constant, logits(stored.teacher.map(() => 0.1)));
  expect(values[1]).toBe(0);
  expect(values[2]).toBe(0);
  expect(values[2 * classes + 3]).toBeCloseTo(pearson(2, 3), 12);
});

test('logits of other classes are refused', () => {
  const fewer = { images, classes: classes - 1, values: new Float32Array(images * (classes - 1)) };
  expect(() => correlationDifference(teacher, fewer)).toThrow(
    "40 images and 6 classes, the student's of 40 images and 5 classes",
  );
});

/** Of two of the teacher's columns, by the textbook. */
function pearson(a: number, b: number): number {
  const column = (name: number) =>
    Array.from({ length: images }, (_, image) => teacher.values[image * classes + name]!);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / images;
  const [x, y] = [column(a), column(b)];
  const covariance = (x: number[], y: number[]) =>
    mean(x.map((value, image) => (value - mean(x)) * (y[image]! - mean(y))));
  return covariance(x, y) / Math.sqrt(covariance(x, x) * covariance(y, y));
}
