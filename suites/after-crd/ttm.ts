import { defineDistiller, withMethod } from '../../harness/suite/define-suite.ts';
import { crd } from '../paper/distillers.ts';

const readme = 'TTM, commit fe457b3, README.md';
const paper = 'those of other pairs are in its paper alone, which was not read';

export const ttm = defineDistiller({
  name: 'TTM',
  gamma: 1,
  alpha: 0,
  beta: 45,
  method: { name: 'ttm', exponent: 0.1 },
  source: `${readme}: its example for vgg13/vgg8: --ttm_l 0.1 -r 1 -b 45 -a 0; ${paper}`,
});

export const wttm = defineDistiller({
  name: 'WTTM',
  gamma: 1,
  alpha: 0,
  beta: 4,
  method: { name: 'wttm', exponent: 0.2 },
  source: `${readme}: what its example for vgg13/vgg8 adds to CRD: --ttm_l 0.2 -a 4; alone it has none; ${paper}`,
});

/** As its authors call it; the example has CRD first. */
export const wttmWithCrd = { ...withMethod(crd, wttm), name: 'WTTM+CRD' };
