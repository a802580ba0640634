import { faultsIn } from '../fault.ts';

export const faults = faultsIn('harness/model/distillers/ctkd.ts', ['losses/ctkd'], {
  "theta's gradient keeps its direction": ['tf.mul(scalars.schedule!, factor)', 'scalars.schedule!'],
  'theta is not bounded': ['tf.sigmoid(theta)', 'theta'],
  "DKD's weights are one": ['tf.mul(nonTarget, base.nonTarget)', 'tf.mul(nonTarget, base.target)'],
  'logits stay as they are': ['standardised ? standardise(logits) : logits', 'logits'],
});
