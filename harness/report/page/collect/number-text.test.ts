import { expect, test } from 'vitest';
import { grouped, withNumbersKept } from './number-text.ts';

test.each([
  ['a/b +0.59, c/d -0.07, p = 0.167', 'a/b\u{a0}+0.59, c/d\u{a0}−0.07, p\u{a0}=\u{a0}0.167'],
  ['95 % between -2.85 and -2.15', '95 % between\u{a0}−2.85 and\u{a0}−2.15'],
  ['against the claim < 0.001', 'against the claim\u{a0}<\u{a0}0.001'],
  ['by --trials 2 on top-1', 'by --trials 2 on top-1'],
])('%s has true minus signs, and numbers beside what they belong to', (sentence, expected) => {
  expect(withNumbersKept(sentence)).toBe(expected);
});

test('whole numbers have their thousands apart, others are as they are', () => {
  expect([7, 240, 16384, 0.0005, -1].map(grouped)).toEqual(['7', '240', '16,384', '0.0005', '−1']);
});
