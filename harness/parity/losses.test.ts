import { describe, expect, test } from 'vitest';
import { crdParity, kdParity } from './losses.ts';
import { readIndex } from './vectors.ts';

const index = await readIndex('baselines/parity');

describe.each(['replay', 'eager'] as const)('losses agree with the reference, %s', (mode) => {
  test.each(['kd.a', 'kd.b', 'kd.c'])('%s', async (name) => {
    const comparisons = await kdParity(await index.get(`losses/${name}`)!(), mode);
    expect(comparisons.filter(({ error, tolerance }) => !(error <= tolerance))).toEqual([]);
  });

  test.each(['crd.a', 'crd.b', 'crd.c'])('%s', async (name) => {
    const comparisons = await crdParity(await index.get(`losses/${name}`)!(), mode);
    expect(comparisons).toHaveLength(3 * 11 + 2);
    expect(comparisons.filter(({ error, tolerance }) => !(error <= tolerance))).toEqual([]);
  });
});
