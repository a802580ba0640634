import { faultsIn } from '../fault.ts';

export const faults = faultsIn('harness/model/distillers/itrd.ts', ['losses/itrd'], {
  'the deviation is a population’s': ['x.shape[0]! - 1)', 'x.shape[0]!)'],
  'the logarithm is a natural one': ['tf.div(tf.log(sum(powers)), Math.LN2)', 'tf.log(sum(powers))'],
  'the sign of the joint part is wrong': ['tf.sub(squares(ofStudent!)', 'tf.add(squares(ofStudent!)'],
  'Gram matrices are not divided by their traces': ['gram.shape[0]! ** 2', '1'],
});
