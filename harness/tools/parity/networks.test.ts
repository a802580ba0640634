import { expect, test } from 'vitest';
import type { Mode } from '../../model/engine/program.ts';
import { networkParity } from './networks.ts';
import { readIndex } from './vectors.ts';

const index = await readIndex('baselines/parity');

async function expectParity(name: string, mode: Mode): Promise<void> {
  const vectors = await index.get(`networks/${name}.hash`)!();
  const comparisons = await networkParity(vectors, mode);
  expect(comparisons.length).toBeGreaterThan(20);
  expect(comparisons.filter(({ error, tolerance }) => !(error <= tolerance))).toEqual([]);
}

const names = [...index.keys()]
  .filter((name) => name.startsWith('networks/'))
  .map((name) => /networks\/(.*)\.hash/.exec(name)![1]!);

test('there are vectors of all 24 networks', () => {
  expect(names).toHaveLength(24);
});

test.each(names)('%s agrees with the reference, replay', (name) => expectParity(name, 'replay'));

/** One of each family; ResNet50 runs the same kernels as resnet8. */
const families = ['resnet8', 'ResNet18', 'wrn_16_1', 'vgg8', 'MobileNetV2', 'ShuffleV1', 'ShuffleV2'];

test.each(families)('%s agrees with the reference, eager', (name) => expectParity(name, 'eager'));
