import { expect, test } from 'vitest';
import type { ForwardOptions } from '../engine/network.ts';
import { Parameters } from '../engine/parameters.ts';
import { tf } from '../engine/tensorflow.ts';
import { createNetwork, type NetworkName, networks } from './registry.ts';

/** How many times a training pass moved the statistics of each batch norm. */
function moves(name: NetworkName, options: ForwardOptions): Map<string, number> {
  const parameters = new Parameters(0);
  const network = createNetwork(name, parameters, 10);
  const counters = parameters.variables.filter((variable) => variable.name.endsWith('.num_batches_tracked'));
  const counts = tf.tidy(() => {
    network.forward(tf.ones([2, 32, 32, 3]), 'training', options);
    return counters.map(({ name, value }) => [name.replace('.num_batches_tracked', ''), value.dataSync()[0]!] as const);
  });
  for (const variable of parameters.variables) variable.dispose();
  return new Map(counts);
}

const namesOf = (counts: Map<string, number>, wanted: number) =>
  [...counts].filter(([, count]) => count === wanted).map(([name]) => name);

test('heads are what the reference leaves out of get_feat_modules()', () => {
  const heads = Object.fromEntries(Object.entries(networks).map(([name, { head }]) => [name, head]));
  expect(heads).toMatchObject({
    resnet8: ['fc'],
    ResNet50: ['linear'],
    ResNet18: ['fc'],
    wrn_16_1: ['bn1', 'fc'],
    vgg8: ['classifier'],
    MobileNetV2: ['conv2', 'classifier'],
    ShuffleV1: ['linear'],
    ShuffleV2: ['conv2', 'bn2', 'linear'],
  });
});

test.each<[NetworkName, string[]]>([
  ['resnet8', []],
  ['wrn_16_1', ['bn1']],
  ['MobileNetV2', ['conv2.1']],
  ['ShuffleV2', ['bn2']],
])('%s: the batch norms of the head can stay in evaluation while the others move', (name, norms) => {
  const counts = moves(name, { head: 'evaluation' });
  expect(namesOf(counts, 0)).toEqual(norms);
  expect(namesOf(counts, 1)).toHaveLength(counts.size - norms.length);
});

test('a wide resnet asked for pre-activations runs three batch norms twice, in the passes of their modules', () => {
  const again = ['block2.layer.0.bn1', 'block3.layer.0.bn1'];
  expect(namesOf(moves('wrn_16_1', { preactivations: true }), 2)).toEqual([...again, 'bn1']);
  const counts = moves('wrn_16_1', { preactivations: true, head: 'evaluation' });
  expect(namesOf(counts, 2)).toEqual(again);
  expect(namesOf(counts, 0)).toEqual(['bn1']);
});
