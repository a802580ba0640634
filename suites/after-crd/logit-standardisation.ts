import { withStandardisedLogits } from '../../harness/suite/define-suite.ts';
import { kd } from '../paper/distillers.ts';
import { dkd } from './dkd.ts';

const authors = 'logit-standardization-KD, commit f6e5aa5';
const logs = `the names of the logs in ${authors}`;

const kdSettings = (temperature: number, beta: number) => ({ beta, method: { of: { name: 'kd', temperature } } });

export const kdStandardised = {
  ...withStandardisedLogits(kd, { temperature: 2, weight: 9, source: `${authors}: its defaults` }),
  byPair: {
    settings: {
      'resnet110/resnet20': kdSettings(4, 12),
      'vgg13/vgg8': kdSettings(3, 9),
      'vgg13/MobileNetV2': kdSettings(3, 9),
      'ResNet50/MobileNetV2': kdSettings(3, 1),
    },
    source: logs,
  },
};

const dkdSettings = (temperature: number, beta: number, nonTarget: number) => ({
  beta,
  method: { of: { ...dkd.method, temperature, nonTarget } },
});

export const dkdStandardised = {
  ...withStandardisedLogits(dkd, { temperature: 2, weight: 9, source: `${authors}: its defaults` }),
  byPair: {
    settings: {
      'wrn_40_2/wrn_16_2': dkdSettings(2, 12, 2),
      'wrn_40_2/wrn_40_1': dkdSettings(2, 12, 2),
      'resnet56/resnet20': dkdSettings(3, 18, 2),
      'resnet110/resnet20': dkdSettings(2, 15, 2),
      'resnet110/resnet32': dkdSettings(2, 15, 2),
      'vgg13/vgg8': dkdSettings(2, 15, 2),
      'vgg13/MobileNetV2': dkdSettings(3, 9, 2),
      'ResNet50/MobileNetV2': dkdSettings(2, 15, 2),
    },
    source: logs,
  },
};
