import { defineDistiller } from '../../harness/suite/define-suite.ts';

export const ickd = defineDistiller({
  name: 'ICKD',
  gamma: 1,
  alpha: 0,
  beta: 2.5,
  method: { name: 'ickd' },
  source: 'ICKD, commit 403b8d3, Cifar100: -b 2.5',
});
