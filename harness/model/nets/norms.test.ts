import { expect, test } from 'vitest';
import { shapeOf } from '../../job/network.ts';
import { Parameters } from '../engine/parameters.ts';
import { tf } from '../engine/tensorflow.ts';
import { createNetwork, type NetworkName, networks } from './registry.ts';

const names = Object.keys(networks) as NetworkName[];

test('the batch norms in front of pre-activations are what get_bn_before_relu() gives in OFD and in mdistiller', () => {
  const norms = Object.fromEntries(Object.entries(networks).map(([name, { norms }]) => [name, norms]));
  expect(norms).toMatchObject({
    resnet20: ['layer1.2.bn2', 'layer2.2.bn2', 'layer3.2.bn2'],
    resnet32x4: ['layer1.4.bn2', 'layer2.4.bn2', 'layer3.4.bn2'],
    // mdistiller leaves the last stage out.
    ResNet50: ['layer1.2.bn3', 'layer2.3.bn3', 'layer3.5.bn3', 'layer4.2.bn3'],
    wrn_40_2: ['block2.layer.0.bn1', 'block3.layer.0.bn1', 'bn1'],
    vgg8: ['block1.1', 'block2.1', 'block3.1', 'block4.1'],
    vgg13: ['block1.4', 'block2.4', 'block3.4', 'block4.4'],
    MobileNetV2: ['blocks.1.1.conv.7', 'blocks.2.2.conv.7', 'blocks.4.2.conv.7', 'blocks.6.0.conv.7'],
    ShuffleV1: undefined,
    ShuffleV2: undefined,
  });
});

test.each(names)('%s has them, each as wide as the map behind it', (name) => {
  const network = createNetwork(name, new Parameters(0), 10);
  expect(network.hasNorms).toBe(shapeOf(name).hasNorms);
  const widths = network.hasNorms ? network.maps.slice(1).map(({ channels }) => [channels]) : [];
  expect(network.norms.map(({ weight }) => weight.shape)).toEqual(widths);
  expect(network.norms.map(({ bias }) => bias.shape)).toEqual(widths);
});

test.each<NetworkName>(['wrn_16_1', 'vgg8', 'resnet8'])(
  'a bias in %s moves its own pre-activation, and none before it',
  (name) => {
    const parameters = new Parameters(0);
    const network = createNetwork(name, parameters, 10);
    const images = tf.randomNormal([2, 32, 32, 3], 0, 1, 'float32', 1);
    const meansOf = () =>
      network
        .forward(images, 'evaluation', { preactivations: true })
        .preactivations!.slice(1)
        .map((map) => map.mean().dataSync()[0]!);
    for (const [layer, { bias }] of network.norms.entries()) {
      const before = meansOf();
      const original = bias.value.clone();
      bias.set(tf.add(bias.value, 3));
      const after = meansOf();
      expect(after[layer]! - before[layer]!).toBeCloseTo(3, 3);
      expect(after.slice(0, layer)).toEqual(before.slice(0, layer));
      bias.set(original);
    }
    for (const variable of parameters.variables) variable.dispose();
  },
);
