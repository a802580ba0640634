import { defineDistiller } from '../../harness/suite/define-suite.ts';

export const simkd = defineDistiller({
  name: 'SimKD',
  gamma: 0,
  alpha: 0,
  beta: 1,
  method: { name: 'simkd', factor: 2 },
  source: 'SimKD, commit 2b389c3, scripts/run_distill.sh: -c 0 -d 0 -b 1; factor 2 by default',
});
