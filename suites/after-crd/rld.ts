import { defineDistiller } from '../../harness/suite/define-suite.ts';
import { warmUp } from './dkd.ts';

export const rld = defineDistiller({
  name: 'RLD',
  gamma: 1,
  alpha: 0,
  beta: 1,
  schedules: { beta: warmUp },
  method: { name: 'rld', confidence: 1, correlation: 8, temperature: 4, confidenceTemperature: 1 },
  source: 'RLD, commit d54578f: its defaults, which configs/cifar100/rld leaves as they are for every pair',
});
