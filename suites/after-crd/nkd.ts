import { defineDistiller } from '../../harness/suite/define-suite.ts';

export const nkd = defineDistiller({
  name: 'NKD',
  gamma: 1,
  alpha: 0,
  beta: 1,
  method: { name: 'nkd', nonTarget: 3.5, temperature: 3 },
  source:
    'cls_KD, commit 1e5d48f, configs/distillers/cifar100: temp 3, gamma 3.5, for networks that are not of our pairs',
});
