import type { NetworkDefinition } from '../engine/network.ts';
import type { NetworkName } from '../job/network.ts';
import { resnets } from './resnet.ts';

/** Every network, by the name that suites use. */
export const networks: Record<NetworkName, NetworkDefinition> = { ...resnets };
