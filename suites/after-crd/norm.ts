import { defineDistiller } from '../../harness/suite/define-suite.ts';

export const norm = defineDistiller({
  name: 'NORM',
  gamma: 0.125,
  alpha: 0,
  beta: 1,
  method: { name: 'norm', repeats: 8 },
  source:
    'NORM, commit c6dfc39, scripts/train_cifar_student_norm.sh: -a 0 -b 1 -s 8, and for each pair -r 0.0625, 0.125, 0.25 and 0.5, of which the best counted: one of them is taken here',
});
