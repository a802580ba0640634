import type { NetworkShape } from '../engine/network.ts';

/**
 * Why a method does not fit a network, where it takes the pooled vector for the mean of the last map: a WRN has batch norm and
 * ReLU between them, MobileNetV2 and ShuffleNetV2 a convolution.
 */
export function hasLayersBehindMaps({ name, maps, pooled }: NetworkShape): string | undefined {
  const poolsLastMap = maps.at(-1)!.channels === pooled && !name.startsWith('wrn_');
  return poolsLastMap ? undefined : `${name} has layers between its last map and its pooled vector`;
}
