import { describe, expect, test } from 'vitest';
import { lossParity } from './losses.ts';
import { readIndex } from './vectors.ts';

const index = await readIndex('baselines/parity');
const cases = [...index.keys()].filter((name) => name.startsWith('losses/'));

test('the stored cases hold every loss', () => {
  const losses = new Set(cases.map((name) => name.replace(/^losses\//, '').replace(/\..*/, '')));
  expect([...losses].toSorted()).toEqual([
    'abound',
    'attention',
    'correlation',
    'crd',
    'factor',
    'fsp',
    'hint',
    'kd',
    'nst',
    'pkt',
    'rkd',
    'similarity',
    'vid',
  ]);
});

describe.each(['replay', 'eager'] as const)('losses agree with the reference, %s', (mode) => {
  test.each(cases)('%s', async (name) => {
    const vectors = await index.get(name)!();
    const comparisons = await lossParity(vectors, mode);
    expect(comparisons.filter(({ error, tolerance }) => !(error <= tolerance))).toEqual([]);
    expect(vectors.left(), 'not compared').toEqual([]);
  });
});
