import { expect, test } from 'vitest';
import { ranksOf } from './ranks.ts';

test.each([162, 81, 1])('each of %i outcomes has a rank of its own', (outcomes) => {
  expect([...ranksOf(outcomes)].toSorted((a, b) => a - b)).toEqual(Array.from({ length: outcomes }, (_, rank) => rank));
});

test('ranks never change, so that files stay what they are; the first are spread over the outcomes', () => {
  const ranks = [...ranksOf(162)];
  const first = Array.from({ length: 12 }, (_, rank) => ranks.indexOf(rank));
  expect(first).toEqual([83, 21, 17, 120, 95, 53, 23, 92, 68, 14, 56, 129]);
});
