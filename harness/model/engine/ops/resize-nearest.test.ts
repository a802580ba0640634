import { expect, test } from 'vitest';
import { tf } from '../tensorflow.ts';
import { expectGradients, input } from './fixtures/checks.ts';
import { resizeNearest } from './resize-nearest.ts';

const resized = (values: number[], from: number, to: number) => [
  ...resizeNearest(tf.tensor(values, [1, from, from, 1]), to).dataSync(),
];

test('a larger map repeats positions, a smaller one leaves some out', () => {
  expect(resized([1, 2, 3, 4], 2, 4)).toEqual([1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4]);
  expect(resized([1, 2, 3, 4], 2, 3)).toEqual([1, 1, 2, 1, 1, 2, 3, 3, 4]);
  expect(resized([1, 2, 3, 4, 5, 6, 7, 8, 9], 3, 2)).toEqual([1, 2, 4, 5]);
  expect(resized([7], 1, 2)).toEqual([7, 7, 7, 7]);
  expectGradients([input('x', 2, 3, 3, 4)], (x) => resizeNearest(x!, 5));
  expectGradients([input('x', 2, 4, 4, 2)], (x) => resizeNearest(x!, 2));
});
