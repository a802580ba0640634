import { describe, expect, test } from 'vitest';
import { miscellaneousParity } from './miscellaneous.ts';
import { readIndex } from './vectors.ts';

const index = await readIndex('baselines/parity');

describe.each(['replay', 'eager'] as const)('what belongs to no network agrees with the reference, %s', (mode) => {
  test.each([
    ['misc/augment', ['mean', 'std', 'test_out', 'train_out']],
    ['misc/lr_schedule', ['lr_0.01', 'lr_0.05']],
    ['misc/accuracy', ['top1 in training', 'top1', 'top5']],
    [
      'misc/formula.salted',
      expect.arrayContaining(['hashes of names', 'hash/conv1.weight', 'hash/input0', 'hash/input3']),
    ],
    ['misc/formula', expect.arrayContaining(['hashes of names', 'hash/conv1.weight', 'hash/input0', 'hash/input3'])],
  ])('%s', async (name, quantities) => {
    const comparisons = await miscellaneousParity(await index.get(name)!(), mode);
    expect(comparisons.map(({ quantity }) => quantity)).toEqual(quantities);
    expect(comparisons.filter(({ error, tolerance }) => !(error <= tolerance))).toEqual([]);
  });
});
