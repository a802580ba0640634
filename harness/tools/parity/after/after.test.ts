import { describe, expect, test } from 'vitest';
import { agrees } from '../compare.ts';
import { runCase } from '../run-case.ts';
import { readIndex } from '../vectors.ts';
import { after } from './index.ts';

const cases = await readIndex('baselines/parity/after');

test.each(['losses', 'modules', 'misc'] as const)('there are stored cases of each of %s', (kind) => {
  const stored = [...cases.keys()];
  const isStored = (name: string) => stored.some((one) => new RegExp(`^${kind}/${name}(?![a-z0-9])`).test(one));
  expect(Object.keys(after[kind]).filter((name) => !isStored(name))).toEqual([]);
});

describe.each(['replay', 'eager'] as const)('methods after CRD agree with their authors’ code, %s', (mode) => {
  test.each([...cases.keys()])('%s', async (name) => {
    const { comparisons, failure } = await runCase(name, cases.get(name)!, mode);
    expect(failure).toBeUndefined();
    expect(comparisons.length).toBeGreaterThan(0);
    expect(comparisons.filter((one) => !agrees(one))).toEqual([]);
  });
});
