import { expect, test } from 'vitest';
import { pText } from './texts.ts';

test.each([
  [0, '< 0.001'],
  [0.0009, '< 0.001'],
  [0.001, '= 0.001'],
  [0.0234, '= 0.023'],
  [0.99, '= 0.990'],
  [0.9951, '> 0.99'],
  [1, '> 0.99'],
])('a p of %d is %s', (p, text) => {
  expect(pText(p)).toBe(text);
});
