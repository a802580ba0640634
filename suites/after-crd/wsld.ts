import { defineDistiller } from '../../harness/suite/define-suite.ts';

export const wsld = defineDistiller({
  name: 'WSLD',
  gamma: 1,
  alpha: 0,
  beta: 2.25,
  method: { name: 'wsld', temperature: 4 },
  source:
    'Weighted-Soft-Label-Distillation, issue 2: alpha 2.25, temperature 4 on CIFAR-100; so has cls_KD, commit 1e5d48f',
});
