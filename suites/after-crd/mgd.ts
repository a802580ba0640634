import { defineDistiller } from '../../harness/suite/define-suite.ts';

export const mgd = defineDistiller({
  name: 'MGD',
  gamma: 1,
  alpha: 0,
  beta: 7e-5,
  method: { name: 'mgd' },
  source:
    'MGD, commit 2c9da0b, cls/configs/distillers/mgd: its weight for ImageNet; the authors did not train CIFAR-100',
});
