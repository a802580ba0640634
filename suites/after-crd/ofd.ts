import { defineDistiller } from '../../harness/suite/define-suite.ts';

/** By CRD's recipe; the authors' own is another one. */
export const ofd = defineDistiller({
  name: 'OFD',
  gamma: 1,
  alpha: 0,
  beta: 0.001,
  method: { name: 'ofd' },
  source:
    'mdistiller, commit a08d46f, configs/cifar100/ofd.yaml and its default FEAT_WEIGHT; the authors divide by 1000',
});
