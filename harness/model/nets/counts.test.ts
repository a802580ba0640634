import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { torchShape } from '../engine/layout.ts';
import type { Network, NetworkDefinition } from '../engine/network.ts';
import { Parameters } from '../engine/parameters.ts';
import { type KernelCall, watchKernels } from '../engine/record/watch.ts';
import { sizeOf } from '../engine/shape.ts';
import { tf } from '../engine/tensorflow.ts';
import type { Variable } from '../engine/variable.ts';
import { createNetwork, type NetworkName, networks } from './registry.ts';

/** What the reference's network is made of, as its vectors say. */
interface Reference {
  state_dict: { name: string; shape: number[]; kind: 'param' | 'buffer' }[];
  /** Without the batch. */
  feature_shapes_chw: number[][];
}

const read = async (path: string) => JSON.parse(await readFile(path, 'utf8'));
type Size = { parameters: number; multiplyAccumulates: number; source: string; imageSize?: number };
const sizes: Record<string, Size> = (await read('baselines/networks.json')).networks;
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

/** The shapes of a network's maps and pooled vector for one image, without the batch, and how much the pass multiplied and added. */
function look(network: Network, imageSize: number) {
  let multiplyAccumulates = 0;
  const count = (call: KernelCall) => {
    multiplyAccumulates += multiplyAccumulatesOf(call);
  };
  const shapes = tf.tidy(() => {
    const images = tf.zeros([1, imageSize, imageSize, 3]);
    const { maps, pooled } = watchKernels(count, () => network.forward(images, 'evaluation'));
    return [...maps, pooled].map(({ shape: [, ...shape] }) => shape);
  });
  return { multiplyAccumulates, shapes };
}

/** `look`, once for each size. */
function looksAt(network: Network): (imageSize: number) => ReturnType<typeof look> {
  const looks = new Map<number, ReturnType<typeof look>>();
  return (imageSize) => {
    const seen = looks.get(imageSize) ?? look(network, imageSize);
    looks.set(imageSize, seen);
    return seen;
  };
}

type LookAt = ReturnType<typeof looksAt>;

/** Compares a network with its own declaration. */
function expectDeclared(
  { imageSize: usual = 32, maps, pooled, head, multiplyAccumulates }: NetworkDefinition,
  lookAt: LookAt,
  state: Variable[],
) {
  const modules = state.map(({ name }) => name.split('.')[0]!);
  expect(modules).toEqual(expect.arrayContaining([...head]));
  for (const imageSize of [32, 64, 30]) {
    const declared = [...maps(imageSize).map(({ channels, size }) => [size, size, channels]), [pooled]];
    expect(lookAt(imageSize).shapes, `${imageSize} pixels`).toEqual(declared);
  }
  expect(lookAt(usual).multiplyAccumulates).toBe(multiplyAccumulates);
}

/** Compares a network with the reference's: names, shapes and order of its variables, its maps' shapes, its size. */
async function expectReference(network: Network, lookAt: LookAt, state: Variable[]): Promise<void> {
  const reference: Reference = await read(`baselines/parity/networks/${network.name}.json`);
  const ours = state.map(({ name, shape, layout, trainable }) => ({
    name,
    shape: torchShape(shape, layout),
    kind: trainable ? 'param' : 'buffer',
  }));
  expect(ours).toEqual(reference.state_dict);
  const { multiplyAccumulates, shapes } = lookAt(sizes[network.name]!.imageSize ?? 32);
  expect(shapes).toEqual(reference.feature_shapes_chw.map(([channels, ...map]) => [...map, channels]));
  const trained = state.filter(({ trainable }) => trainable);
  const parameters = trained.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  expect(sizes[network.name]).toMatchObject({ parameters, multiplyAccumulates });
}

test('the 22 networks of the reference are there, and two of torchvision', () => {
  expect(Object.keys(sizes)).toHaveLength(24);
  expect(names).toEqual(expect.arrayContaining(Object.keys(sizes)));
});

test.each(names)('%s is what it declares, and what the reference has', async (name) => {
  const parameters = new Parameters(0);
  const network = createNetwork(name, parameters, 100);
  // Drawing the first values of large networks would take longer than all the rest.
  for (const variable of parameters.variables) variable.set(tf.zeros([...variable.shape], variable.dtype));
  const lookAt = looksAt(network);
  expectDeclared(networks[name], lookAt, parameters.variables);
  if (name in sizes) await expectReference(network, lookAt, parameters.variables);
  for (const variable of parameters.variables) variable.dispose();
});

test('VGG pools once more on images of 64 pixels', () => {
  const maps = (imageSize: number) => networks.vgg8.maps(imageSize).map(({ size }) => size);
  expect(maps(32)).toEqual([32, 16, 8, 4, 4]);
  expect(maps(64)).toEqual([64, 32, 16, 8, 4]);
});
