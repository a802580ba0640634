import type { MachineSpeed } from '../../results/speed.ts';

/** Of the machine that Redistill was developed on, as `npm run bench -- engine` measured it. */
export const defaultSpeed: MachineSpeed = {
  date: '2026-11-24',
  device: 'AMD EPYC',
  jobs: 2,
  threads: 1,
  rates: {
    resnet20: 30.5e9,
    resnet32: 31.0e9,
    resnet56: 32.0e9,
    resnet110: 32.8e9,
    resnet8x4: 35.0e9,
    resnet32x4: 38.0e9,
    ResNet50: 30.0e9,
    wrn_16_2: 34.7e9,
    wrn_40_1: 30.0e9,
    wrn_40_2: 32.4e9,
    vgg8: 27.1e9,
    vgg13: 29.2e9,
    MobileNetV2: 7.3e9,
    ShuffleV1: 9.1e9,
    ShuffleV2: 10.7e9,
  },
};
