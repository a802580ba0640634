import { expect, test } from 'vitest';
import { classOfBox, forEachBox, meanOfBox } from './boxes.ts';

/** 4 rows of 6 pixels, and the same column by column. */
const rows = [
  [1, 2, 3, 4, 5, 6],
  [7, 8, 9, 1, 1, 2],
  [0, 0, 0, 5, 5, 4],
  [0, 3, 0, 4, 0, 0],
];
const layouts = [
  [rows.flat(), { row: 6, column: 1 }],
  [Array.from({ length: 24 }, (_, i) => rows[i % 4]![Math.floor(i / 4)]!), { row: 1, column: 4 }],
] as const;

test.each(layouts)('boxes of 3x2 pixels are gone through row by row, whatever the layout', (values, steps) => {
  const boxes = { size: 2, height: 2, width: 3, ...steps };
  const [places, means, classes]: number[][] = [[], [], []];
  forEachBox(boxes, (corner, place) => {
    places!.push(place);
    means!.push(meanOfBox(values, corner, boxes));
    classes!.push(classOfBox(values, corner, boxes, 9));
  });
  expect(places).toEqual([0, 1, 2, 3]);
  expect(means).toEqual([30 / 6, 19 / 6, 3 / 6, 18 / 6]);
  // Of six classes that a pixel each has the lowest; most; the only one that is known; the lower of two pairs.
  expect(classes).toEqual([1, 1, 3, 4]);
});

test('a box of which nothing is known has no class', () => {
  expect(classOfBox([0, 0, 0, 0], 0, { size: 1, height: 2, width: 2, row: 2, column: 1 }, 13)).toBe(0);
});
