import { defineDistiller } from '../../harness/suite/define-suite.ts';

/** In the form that was run on CIFAR-100. */
export const srrl = defineDistiller({
  name: 'SRRL',
  gamma: 1,
  alpha: 1,
  beta: 1,
  method: { name: 'srrl', after: 'pooling', regression: 1 },
  source: 'SimKD, commit 2b389c3, scripts/run_distill.sh: -c 1 -d 1 -b 1',
});
