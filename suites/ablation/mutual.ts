/** A row of the paper's Table 9, where both networks are trained together. */
import { defineDistiller } from '../../harness/suite/define-suite.ts';

/**
 * Deep mutual learning as those who proposed it have it: cross entropy + KL(other || own), without a temperature. Whether the
 * paper's Table 9 has it so, or KD with the weights of its other tables, was not found published.
 */
export const deepMutualLearning = defineDistiller({
  name: 'DML',
  gamma: 1,
  alpha: 1,
  beta: 0,
  temperature: 1,
  source: 'Zhang, Xiang, Hospedales, Lu: Deep mutual learning (CVPR 2018), section 2: L_C + D_KL',
});
