/**
 * The rows of the paper's tables, in its order, with the weights and hyper-parameters of the authors' code. The loss is
 * gamma * cross entropy + alpha * KD + beta * the method's own.
 */
import { defineDistiller, withKd } from '../../harness/suite/define-suite.ts';

const script = 'RepDistiller, scripts/run_cifar_distill.sh';

export const vanilla = defineDistiller({
  name: 'vanilla',
  gamma: 1,
  alpha: 0,
  beta: 0,
  source: 'cross entropy alone',
});

export const kd = defineDistiller({
  name: 'KD',
  gamma: 0.1,
  alpha: 0.9,
  beta: 0,
  temperature: 4,
  source: `${script}: -r 0.1 -a 0.9 -b 0`,
});

export const fitnet = defineDistiller({
  name: 'FitNet',
  gamma: 1,
  alpha: 0,
  beta: 100,
  method: { name: 'fitnet', layer: 2 },
  source: `${script}: -a 0 -b 100`,
});

export const at = defineDistiller({
  name: 'AT',
  gamma: 1,
  alpha: 0,
  beta: 1000,
  method: { name: 'at' },
  source: `${script}: -a 0 -b 1000`,
});

export const sp = defineDistiller({
  name: 'SP',
  gamma: 1,
  alpha: 0,
  beta: 3000,
  method: { name: 'sp' },
  source: `${script}: -a 0 -b 3000`,
});

export const cc = defineDistiller({
  name: 'CC',
  gamma: 1,
  alpha: 0,
  beta: 0.02,
  method: { name: 'cc', dimension: 128 },
  source: `${script}: -a 0 -b 0.02`,
});

export const vid = defineDistiller({
  name: 'VID',
  gamma: 1,
  alpha: 0,
  beta: 1,
  method: { name: 'vid', variance: 5 },
  source: `${script}: -a 0 -b 1`,
});

export const rkd = defineDistiller({
  name: 'RKD',
  gamma: 1,
  alpha: 0,
  beta: 1,
  method: { name: 'rkd', distance: 25, angle: 50 },
  source: `${script}: -a 0 -b 1`,
});

export const pkt = defineDistiller({
  name: 'PKT',
  gamma: 1,
  alpha: 0,
  beta: 30000,
  method: { name: 'pkt' },
  source: `${script}: -a 0 -b 30000`,
});

export const ab = defineDistiller({
  name: 'AB',
  gamma: 1,
  alpha: 0,
  // Has no effect: after its first stage the method adds no loss.
  beta: 1,
  method: { name: 'ab', margin: 1, firstStage: { epochs: 30 } },
  source: `${script}: -a 0 -b 1`,
});

export const ft = defineDistiller({
  name: 'FT',
  gamma: 1,
  alpha: 0,
  beta: 200,
  method: { name: 'ft', rate: 0.5, firstStage: { epochs: 30, cifarResnetRate: 0.01 } },
  source: `${script}: -a 0 -b 200; the paper's appendix says 500`,
});

export const fsp = defineDistiller({
  name: 'FSP',
  gamma: 1,
  alpha: 0,
  // Has no effect: after its first stage the method adds no loss.
  beta: 50,
  method: { name: 'fsp', firstStage: { epochs: 30 } },
  source: `${script}: -a 0 -b 50`,
});

export const nst = defineDistiller({
  name: 'NST',
  gamma: 1,
  alpha: 0,
  beta: 50,
  method: { name: 'nst' },
  source: `${script}: -a 0 -b 50`,
});

export const crd = defineDistiller({
  name: 'CRD',
  gamma: 1,
  alpha: 0,
  beta: 0.8,
  method: { name: 'crd', dimension: 128, negatives: 16384, temperature: 0.07, momentum: 0.5 },
  source: `${script}: -a 0 -b 0.8; temperature 0.07 as in train_student.py, the paper's text says 0.1`,
});

export const crdWithKd = withKd(crd);
