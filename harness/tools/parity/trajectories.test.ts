import { describe, expect, test } from 'vitest';
import { agrees } from './compare.ts';
import { trajectoryParity } from './trajectories.ts';
import { readIndex } from './vectors.ts';

const index = await readIndex('baselines/parity');
const trajectories = [...index.keys()].filter((name) => name.startsWith('traj/'));

test('there are trajectories of cross entropy, KD, CRD+KD and every distiller of the reference', () => {
  expect(new Set(trajectories.map((name) => name.split('.')[1]))).toEqual(
    new Set([
      ...['ce', 'kd', 'hint', 'attention', 'similarity', 'correlation', 'vid', 'rkd', 'pkt', 'abound', 'factor', 'fsp'],
      ...['nst', 'crd', 'crd_kd'],
    ]),
  );
});

async function expectAgreement(name: string, mode: 'replay' | 'eager'): Promise<void> {
  const vectors = await index.get(name)!();
  const comparisons = await trajectoryParity(vectors, mode);
  expect(comparisons.length).toBeGreaterThan(15);
  expect(comparisons.filter((one) => !agrees(one))).toEqual([]);
  expect(vectors.left()).toEqual([]);
}

describe('training steps agree with the reference', () => {
  test.each(trajectories)('%s', (name) => expectAgreement(name, 'replay'));
});

describe('so they do kernel by kernel', () => {
  // The wide networks take long, and each of these has something of its own: banks, first stages, trained helpers.
  const some = trajectories.filter((name) => /resnet8_resnet20\.(ce|kd|crd|hint|abound|factor|fsp)\./.test(name));
  test.each(some)('%s', (name) => expectAgreement(name, 'eager'));
});
