import { expect, test } from 'vitest';
import { importProgram } from '../../scripts/compiled.mjs';
import { stackOf } from './stack.ts';

test('an error of a compiled program has its place in TypeScript', async () => {
  const { Problem } = (await importProgram('harness/base/problem.ts')) as {
    Problem: new (...texts: string[]) => Error;
  };
  // Its constructor wants two texts, and the compiled one fails where it reads the first.
  const make = () => new Problem(...([undefined, undefined] as unknown as string[]));
  let stack = '';
  try {
    make();
  } catch (error) {
    stack = stackOf(error as Error);
  }
  expect(stack).toMatch(/at readable \(\S*\/harness\/base\/readable\.ts:\d+:\d+\)/);
  expect(stack).not.toContain('.redistill');
});
