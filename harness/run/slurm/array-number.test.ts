import { expect, test } from 'vitest';
import { arrayNumberIn } from './array-number.ts';

test.each([
  ['4711\n', '4711'],
  ['4713;slaking\n', '4713'],
  ['------\n    Welcome to the Stampede3 Supercomputer\n--> Verifying valid submit host (login4)...OK\n4711\n', '4711'],
  ['4712\n\n--> Your allocation has 312 SUs left\n', '4712'],
  ['Submitted batch job 4714 on cluster slaking\n', '4714'],
  ['Your 2 other jobs wait\r\nsubmitted batch job 4714\r\n', '4714'],
  ['sbatch: lua: Submitted batch job 1\n4716\n', '4716'],
  ['312 SUs left\n', undefined],
  ['', undefined],
])('of %j the number is %s', (output, number) => {
  expect(arrayNumberIn(output)).toBe(number);
});
