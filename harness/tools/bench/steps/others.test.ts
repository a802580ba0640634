import { expect, test } from 'vitest';
import { isDisturbed, watchOthers } from './others.ts';

test('work of the machine that is not the measured process is that of others', () => {
  const others = watchOthers();
  const end = performance.now() + 500;
  while (performance.now() < end);
  // This very process was at work: a part of a core at least, if it is not said to be the measured one.
  expect(others(0)).toBeGreaterThan(0.05);
  expect(others(1e9)).toBe(0);
});

test('others disturb where they take cores that the process needs', () => {
  expect(isDisturbed(0.1, 1024)).toBe(false);
  expect(isDisturbed(1, 1024)).toBe(true);
  expect(isDisturbed(1e6, 1)).toBe(true);
});
