import type { NetworkDefinition } from '../engine/network.ts';
import { resnets } from './resnet.ts';

/** Every network, by the name that suites use. */
export const networks = { ...resnets } as const satisfies Record<string, NetworkDefinition>;

export type NetworkName = keyof typeof networks;
export const networkNames = Object.keys(networks) as [NetworkName, ...NetworkName[]];
