import { describe, expect, test } from 'vitest';
import { networkSchema } from '../job/network.ts';
import { networkParity } from './networks.ts';
import { readIndex } from './vectors.ts';

const index = await readIndex('baselines/parity');

describe.each(['replay', 'eager'] as const)('networks agree with the reference, %s', (mode) => {
  test.each(networkSchema.options)('%s', async (name) => {
    const vectors = await index.get(`networks/${name}.hash`)!();
    const comparisons = await networkParity(vectors, mode);
    expect(comparisons.length).toBeGreaterThan(20);
    expect(comparisons.filter(({ error, tolerance }) => !(error <= tolerance))).toEqual([]);
  });
});
