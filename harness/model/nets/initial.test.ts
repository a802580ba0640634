import { expect, test } from 'vitest';
import { Parameters } from '../engine/parameters.ts';
import { createNetwork, type NetworkName } from './registry.ts';

/** A distribution of initial values: its deviation, and its bound if it is uniform. */
interface Distribution {
  deviation: number;
  bound: number;
}
const normal = (deviation: number): Distribution => ({ deviation, bound: Number.POSITIVE_INFINITY });
const uniform = (bound: number): Distribution => ({ deviation: bound / Math.sqrt(3), bound });
const zero: Distribution = { deviation: 0, bound: 0 };
/** kaiming_normal_(mode='fan_out') of a convolution's weights. */
const fanOut = (outputs: number, size: number) => normal(Math.sqrt(2 / (outputs * size ** 2)));
/** PyTorch's default for a layer with so many inputs to each output. */
const standard = (fanIn: number) => uniform(1 / Math.sqrt(fanIn));

/** As each family's constructor draws them in the reference. */
const expected: [NetworkName, Record<string, Distribution>][] = [
  ['resnet8', { 'layer3.0.conv2.weight': fanOut(64, 3), 'fc.weight': standard(64), 'fc.bias': standard(64) }],
  [
    'ResNet18',
    { 'conv1.weight': fanOut(64, 7), 'layer4.0.downsample.0.weight': fanOut(512, 1), 'fc.weight': standard(512) },
  ],
  ['wrn_16_1', { 'block3.layer.0.conv1.weight': fanOut(64, 3), 'fc.weight': standard(64), 'fc.bias': zero }],
  [
    'vgg8',
    {
      'block2.0.weight': fanOut(256, 3),
      'block2.0.bias': zero,
      'classifier.weight': normal(0.01),
      'classifier.bias': zero,
    },
  ],
  [
    'MobileNetV2',
    {
      'blocks.6.0.conv.0.weight': fanOut(480, 1),
      'blocks.6.0.conv.3.weight': fanOut(480, 3),
      'classifier.0.weight': normal(0.01),
      'classifier.0.bias': zero,
    },
  ],
  [
    'ShuffleV1',
    {
      'layer3.1.conv1.weight': standard(960 / 3),
      'layer3.1.conv2.weight': standard(9),
      'linear.weight': standard(960),
      'linear.bias': standard(960),
    },
  ],
  [
    'ShuffleV2',
    { 'layer3.1.conv1.weight': standard(232), 'layer3.1.conv2.weight': standard(9), 'conv2.weight': standard(464) },
  ],
];

test.each(expected)('%s draws its first values as the reference does', (name, distributions) => {
  const parameters = new Parameters(3);
  createNetwork(name, parameters, 100);
  for (const [parameter, { deviation, bound }] of Object.entries(distributions)) {
    const variable = parameters.variables.find(({ name }) => name === parameter)!;
    const values = Array.from(variable.value.dataSync());
    const measured = Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
    // Five standard errors of a normal distribution's deviation.
    expect(Math.abs(measured - deviation), parameter).toBeLessThanOrEqual(
      (5 * deviation) / Math.sqrt(2 * values.length),
    );
    const greatest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(greatest, parameter).toBeLessThanOrEqual(bound * (1 + 1e-6));
    if (bound === Number.POSITIVE_INFINITY) expect(greatest, parameter).toBeGreaterThan(2 * deviation);
  }
  for (const variable of parameters.variables) variable.dispose();
});
