import { defineDistiller } from '../../harness/suite/define-suite.ts';

/** In the code of DKD and of those after it, the whole term rises over 20 epochs. */
export const warmUp = { shape: 'linear warm-up', epochs: 20 } as const;

const configurations = 'mdistiller, commit a08d46f, configs/cifar100/dkd';

export const dkd = defineDistiller({
  name: 'DKD',
  gamma: 1,
  alpha: 0,
  beta: 1,
  schedules: { beta: warmUp },
  method: { name: 'dkd', target: 1, nonTarget: 8, temperature: 4 },
  source: `mdistiller, commit a08d46f: its defaults; 8 in ${configurations} for the pairs that have it there`,
  byPair: {
    settings: {
      'wrn_40_2/wrn_16_2': { method: { nonTarget: 6 } },
      'wrn_40_2/wrn_40_1': { method: { nonTarget: 6 } },
      'resnet56/resnet20': { method: { nonTarget: 2 } },
      'resnet110/resnet20': { method: { nonTarget: 2 } },
      'resnet110/resnet32': { method: { nonTarget: 2 } },
      'vgg13/vgg8': { method: { nonTarget: 6 } },
      'vgg13/MobileNetV2': { method: { nonTarget: 6 } },
    },
    source: `BETA in ${configurations}; for resnet110/resnet20 in RLD, commit d54578f, configs/cifar100/dkd`,
  },
});
