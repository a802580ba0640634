import { defineDistiller } from '../../harness/suite/define-suite.ts';

/** KD's weight, and that of norm and direction. */
const weights = (alpha: number, beta: number) => ({ alpha, beta });

/** KD with norm and direction. */
export const kdPlusPlus = defineDistiller({
  name: 'KD++',
  gamma: 1,
  ...weights(1, 2),
  temperature: 4,
  schedules: { alpha: { shape: 'linear warm-up', epochs: 20 } },
  method: { name: 'nd' },
  source:
    "Knowledge-Distillation-via-ND, commit fc6f3f9, CIFAR/*.sh: its weights for resnet56/resnet20; KD rises there too, but over how many epochs we have not seen: 20 are DKD's. Its recipe is not CRD's: see the suite own-recipes",
  byPair: {
    settings: {
      'wrn_40_2/wrn_40_1': weights(1, 1.5),
      'resnet32x4/resnet8x4': weights(3.5, 2),
      'ResNet50/MobileNetV2': weights(3, 0.5),
      'resnet32x4/ShuffleV1': weights(2.5, 1.5),
      'resnet32x4/ShuffleV2': weights(4, 0.5),
    },
    source: 'Knowledge-Distillation-via-ND, commit fc6f3f9, CIFAR/*.sh',
  },
});
