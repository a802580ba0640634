import { type NetworkName, networkSchema } from '../../job/network.ts';

/** Networks that later papers train and Redistill does not build. */
const others = ['MobileNetV1'] as const;
/** A network of the literature, by the name that suites use where they have it. */
export type StudiedNetwork = NetworkName | (typeof others)[number];

const names: readonly string[] = [...networkSchema.options, ...others];

export function isStudiedNetwork(name: string): name is StudiedNetwork {
  return names.includes(name);
}

/** The pairs of CRD's Tables 1 and 2, in the order in which later papers print them. */
export const pairsOfCrd = [
  'wrn_40_2/wrn_16_2',
  'wrn_40_2/wrn_40_1',
  'resnet56/resnet20',
  'resnet110/resnet20',
  'resnet110/resnet32',
  'resnet32x4/resnet8x4',
  'vgg13/vgg8',
  'vgg13/MobileNetV2',
  'ResNet50/MobileNetV2',
  'ResNet50/vgg8',
  'resnet32x4/ShuffleV1',
  'resnet32x4/ShuffleV2',
  'wrn_40_2/ShuffleV1',
] as const;
