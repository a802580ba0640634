import { expect, test } from 'vitest';
import { meanIntersectionOverUnion, pixelAccuracy } from './confusion.ts';

// Of the first class 6 pixels are right, 2 are said to be of the second, none of the third; the fourth is never there nor said.
const confusion = Float64Array.of(...[6, 2, 0, 0], ...[1, 9, 0, 0], ...[0, 2, 0, 0], ...[0, 0, 0, 0]);

test('pixel accuracy is the share of the known pixels that are right', () => {
  expect(pixelAccuracy(confusion)).toBeCloseTo((100 * 15) / 20, 10);
});

test('mean IoU is over the classes that occur, those that are never found too', () => {
  const shares = [6 / (8 + 7 - 6), 9 / (10 + 13 - 9), 0 / 2];
  expect(meanIntersectionOverUnion(confusion)).toBeCloseTo((100 * (shares[0]! + shares[1]! + shares[2]!)) / 3, 10);
});
