import { defineDistiller } from '../../harness/suite/define-suite.ts';

export const dist = defineDistiller({
  name: 'DIST',
  gamma: 1,
  alpha: 0,
  beta: 2,
  method: { name: 'dist', inter: 1, intra: 1, temperature: 4 },
  source: 'image_classification_sota, commit 6f7a70a: kd_loss_weight 2, beta 1, gamma 1, and tau 4 on CIFAR (dist_t4)',
});
