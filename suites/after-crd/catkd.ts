import { defineDistiller } from '../../harness/suite/define-suite.ts';

export const catkd = defineDistiller({
  name: 'CAT-KD',
  gamma: 1,
  alpha: 0,
  beta: 400,
  method: { name: 'catkd', size: 2, normalised: true },
  source: 'CAT-KD, commit 4467073: its defaults, for the pairs that have no configuration',
  byPair: {
    settings: {
      'resnet56/resnet20': { beta: 0.7, method: { normalised: false } },
      'resnet110/resnet32': { beta: 1.8, method: { normalised: false } },
      'resnet32x4/resnet8x4': { beta: 15, method: { normalised: false } },
      'vgg13/vgg8': { beta: 4.5, method: { normalised: false } },
      'resnet32x4/ShuffleV1': { beta: 600, method: { size: 4 } },
    },
    source: 'CAT-KD, commit 4467073, configs/cifar100: CAT_loss_weight, CAM_RESOLUTION and IF_NORMALIZE',
  },
});
