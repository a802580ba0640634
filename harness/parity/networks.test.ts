import { expect, test } from 'vitest';
import type { Mode } from '../engine/program.ts';
import { type NetworkName, networkSchema } from '../job/network.ts';
import { networkParity } from './networks.ts';
import { readIndex } from './vectors.ts';

const index = await readIndex('baselines/parity');

async function expectParity(name: NetworkName, mode: Mode): Promise<void> {
  const vectors = await index.get(`networks/${name}.hash`)!();
  const comparisons = await networkParity(vectors, mode);
  expect(comparisons.length).toBeGreaterThan(20);
  expect(comparisons.filter(({ error, tolerance }) => !(error <= tolerance))).toEqual([]);
}

test.each(networkSchema.options)('%s agrees with the reference, replay', (name) => expectParity(name, 'replay'));

/** One of each family: what runs the same kernels as another would show nothing more. */
const families: NetworkName[] = ['resnet8', 'ResNet50', 'wrn_16_1', 'vgg8', 'MobileNetV2', 'ShuffleV1', 'ShuffleV2'];

test.each(families)('%s agrees with the reference, eager', (name) => expectParity(name, 'eager'));
