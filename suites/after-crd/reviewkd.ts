import { defineDistiller } from '../../harness/suite/define-suite.ts';
import { warmUp } from './dkd.ts';

/** By CRD's recipe; the authors' own is another one. */
export const reviewkd = defineDistiller({
  name: 'ReviewKD',
  gamma: 1,
  alpha: 0,
  beta: 5,
  schedules: { beta: warmUp },
  method: { name: 'reviewkd' },
  source: 'mdistiller, commit a08d46f: its default, also for the pairs whose weights the authors have not released',
  byPair: {
    settings: {
      'resnet56/resnet20': { beta: 0.6 },
      'resnet110/resnet32': { beta: 1 },
      'resnet32x4/ShuffleV2': { beta: 8 },
    },
    source: 'ReviewKD, commit cede6ea, CIFAR-100/script/reviewKD.sh: --kd-loss-weight; it has 5 for five more pairs',
  },
});
