import { defineDistiller } from '../../harness/suite/define-suite.ts';

export const semckd = defineDistiller({
  name: 'SemCKD',
  gamma: 1,
  alpha: 1,
  beta: 400,
  method: { name: 'semckd', batch: 64, temperature: 1 },
  source: 'SimKD, commit 2b389c3, scripts/run_distill.sh: -c 1 -d 1 -b 400',
});
