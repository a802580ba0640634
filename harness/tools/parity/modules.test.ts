import { describe, expect, test } from 'vitest';
import { moduleParity } from './modules.ts';
import { readIndex } from './vectors.ts';

const index = await readIndex('baselines/parity');
const cases = [...index.keys()].filter((name) => name.startsWith('modules/'));

test('the stored cases hold every helper module', () => {
  const modules = new Set(cases.map((name) => name.replace(/^modules\//, '').replace(/[._].*/, '')));
  expect([...modules].toSorted()).toEqual([
    'connector',
    'convreg',
    'embed',
    'linearembed',
    'paraphraser',
    'regress',
    'translator',
  ]);
});

describe.each(['replay', 'eager'] as const)('helper modules agree with the reference, %s', (mode) => {
  test.each(cases)('%s', async (name) => {
    const vectors = await index.get(name)!();
    const comparisons = await moduleParity(vectors, mode);
    expect(comparisons.filter(({ error, tolerance }) => !(error <= tolerance))).toEqual([]);
    expect(vectors.left(), 'not compared').toEqual([]);
  });
});
