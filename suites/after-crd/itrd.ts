import { defineDistiller } from '../../harness/suite/define-suite.ts';

export const itrd = defineDistiller({
  name: 'ITRD',
  gamma: 1,
  alpha: 0,
  beta: 1,
  method: { name: 'itrd', correlation: 2, mutual: 0.05, order: 1.5 },
  source: 'ITRD, commit 5d08c6b, train_student.py: its defaults; -b 1 as in README.md',
  byPair: {
    settings: { 'wrn_40_2/wrn_16_2': { method: { mutual: 1, order: 1.01 } } },
    source: 'ITRD, commit 5d08c6b, README.md: --lambda_corr 2.0 --lambda_mutual 1.0 --alpha_it 1.01',
  },
});
