import { defineDistiller } from '../../harness/suite/define-suite.ts';

export const ctkd = defineDistiller({
  name: 'CTKD',
  gamma: 0.1,
  alpha: 0,
  beta: 0.9,
  method: {
    ...{ name: 'ctkd', lowest: 1, span: 20, factor: -1 },
    schedule: { shape: 'cosine warm-up', epochs: 10 },
  },
  source:
    'CTKD, commit 7d52522, its scripts: t_start 1, t_end 20, cosine_min -1, decay_loops 10; -r 0.1 -a 0.9 as for KD',
});
