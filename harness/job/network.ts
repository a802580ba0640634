import { z } from 'zod';
import type { NetworkDefinition, NetworkShape } from '../model/engine/network.ts';
import { type NetworkName, networks } from '../model/nets/registry.ts';

/** Every network, by the name that the reference or the paper gives it. */
export const networkSchema = z.enum(Object.keys(networks) as [NetworkName, ...NetworkName[]]);
export type { NetworkName };

/** Multiply-accumulates of a network's forward pass on one image of the size that it is made for. */
export function multiplyAccumulatesOf(name: NetworkName): number {
  return networks[name].multiplyAccumulates;
}

/** Height and width of the images that a network is made for, in pixels. */
export function imageSizeOf(name: NetworkName): number {
  const { imageSize = 32 }: NetworkDefinition = networks[name];
  return imageSize;
}

/** What distillers would read of a network on images of that size; of the one that it is made for by default. */
export function shapeOf(name: NetworkName, imageSize = imageSizeOf(name)): NetworkShape {
  const { maps, pooled, norms }: NetworkDefinition = networks[name];
  return { name, maps: maps(imageSize), pooled, hasNorms: norms !== undefined };
}
