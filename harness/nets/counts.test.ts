import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { torchShape } from '../engine/layout.ts';
import type { Network, NetworkDefinition } from '../engine/network.ts';
import { Parameters } from '../engine/parameters.ts';
import { type KernelCall, watchKernels } from '../engine/record/watch.ts';
import { sizeOf } from '../engine/shape.ts';
import { tf } from '../engine/tensorflow.ts';
import { createNetwork, type NetworkName, networks } from './registry.ts';

/** What the reference's network is made of, as its vectors say. */
interface Reference {
  state_dict: { name: string; shape: number[]; kind: 'param' | 'buffer' }[];
  /** Without the batch. */
  feature_shapes_chw: number[][];
}

const read = async (path: string) => JSON.parse(await readFile(path, 'utf8'));
const sizes: Record<string, { parameters: number; multiplyAccumulates: number }> = (
  await read('baselines/networks.json')
).networks;
const names = Object.keys(networks) as NetworkName[];

/** What one kernel of a forward pass multiplies and adds. */
function multiplyAccumulatesOf({ op, inputs: [first, second], outputs: [output] }: KernelCall): number {
  switch (op) {
    case 'Conv2D':
      return output!.size * sizeOf(second!.shape.slice(0, 3));
    case 'DepthwiseConv2dNative':
      return output!.size * sizeOf(second!.shape.slice(0, 2));
    case 'MatMul':
      return output!.size * first!.shape[1]!;
    default:
      return 0;
  }
}

/** The shapes of a network's features for one image, without the batch, and how much the pass multiplied and added. */
function look(network: Network, imageSize: number) {
  let multiplyAccumulates = 0;
  const count = (call: KernelCall) => {
    multiplyAccumulates += multiplyAccumulatesOf(call);
  };
  const shapes = tf.tidy(() => {
    const images = tf.zeros([1, imageSize, imageSize, 3]);
    const { features } = watchKernels(count, () => network.forward(images, 'evaluation'));
    return features.map(({ shape: [, ...shape] }) => shape);
  });
  return { multiplyAccumulates, shapes };
}

test('the numbers to compare with are there for every network', () => {
  expect(Object.keys(sizes).toSorted()).toEqual(names.toSorted());
});

test.each(names)('%s is made of what the reference is made of', async (name) => {
  const reference: Reference = await read(`baselines/parity/networks/${name}.json`);
  const definition: NetworkDefinition = networks[name];
  const parameters = new Parameters(0);
  const network = createNetwork(name, parameters, 100);
  const { variables } = parameters;
  const state = variables.map(({ name, shape, layout, trainable }) => ({
    name,
    shape: torchShape(shape, layout),
    kind: trainable ? 'param' : 'buffer',
  }));
  expect(state).toEqual(reference.state_dict);
  const trained = variables.filter(({ trainable }) => trainable);
  expect(trained.reduce((sum, { shape }) => sum + sizeOf(shape), 0)).toBe(sizes[name]!.parameters);

  const { multiplyAccumulates, shapes } = look(network, 32);
  expect(shapes).toEqual(reference.feature_shapes_chw.map(([channels, ...map]) => [...map, channels]));
  expect(multiplyAccumulates).toBe(sizes[name]!.multiplyAccumulates);
  expect(multiplyAccumulates).toBe(definition.multiplyAccumulates);

  for (const imageSize of [32, 64, 30]) {
    const declared = definition
      .features(imageSize)
      .map(({ channels, size }) => (size > 1 ? [size, size, channels] : [channels]));
    expect(look(network, imageSize).shapes, `${imageSize} pixels`).toEqual(declared);
  }
  for (const variable of variables) variable.dispose();
});

test('VGG pools once more on images of 64 pixels', () => {
  const maps = (imageSize: number) => networks.vgg8.features(imageSize).map(({ size }) => size);
  expect(maps(32)).toEqual([32, 16, 8, 4, 4, 1]);
  expect(maps(64)).toEqual([64, 32, 16, 8, 4, 1]);
});
