import { describe, expect, test } from 'vitest';
import { trajectoryParity } from './trajectories.ts';
import { readIndex } from './vectors.ts';

const index = await readIndex('baselines/parity');
const trajectories = [...index.keys()].filter((name) => name.startsWith('traj/'));

test('the stored trajectories cover cross entropy, KD, CRD and CRD+KD', () => {
  expect(trajectories).toHaveLength(7);
});

describe.each(['replay', 'eager'] as const)('training steps agree with the reference, %s', (mode) => {
  test.each(trajectories)('%s', async (name) => {
    const comparisons = await trajectoryParity(await index.get(name)!(), mode);
    expect(comparisons.length).toBeGreaterThan(10);
    expect(comparisons.filter(({ error, tolerance }) => !(error <= tolerance))).toEqual([]);
  });
});
