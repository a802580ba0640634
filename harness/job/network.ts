import { z } from 'zod';
import type { NetworkDefinition, NetworkShape } from '../engine/network.ts';
import { type NetworkName, networks } from '../nets/registry.ts';

/** Every network, by the name that the reference gives it. */
export const networkSchema = z.enum(Object.keys(networks) as [NetworkName, ...NetworkName[]]);
export type { NetworkName };

/** Multiply-accumulates of a network's forward pass on one image of 32x32 pixels. */
export function multiplyAccumulatesOf(name: NetworkName): number {
  return networks[name].multiplyAccumulates;
}

/** What distillers would read of a network on images of 32x32 pixels. */
export function shapeOf(name: NetworkName, imageSize = 32): NetworkShape {
  const { features }: NetworkDefinition = networks[name];
  return { name, features: features(imageSize) };
}
