import { faultsIn } from '../fault.ts';

export const faults = [
  ...faultsIn('harness/model/distillers/sdd.ts', ['losses/sdd_kd', 'losses/sdd_dkd', 'losses/sdd_nkd'], {
    'regions count alike': ['tf.add(1, disagrees)', 'tf.add(1, tf.mul(disagrees, 0))'],
    'the student is right or wrong': ['tf.mul(teacher, oneHot(', 'tf.mul(student, oneHot('],
  }),
  ...faultsIn('harness/model/distillers/sdd.ts', ['losses/sdd_nkd'], {
    'the first term has no sign': ['const target = tf.neg(', 'const target = tf.mul(1, '],
    "the temperature's square is missing": ['of.all * temperature ** 2', 'of.all'],
  }),
  ...faultsIn('harness/model/distillers/sdd.ts', ['losses/sdd_dkd'], {
    'the weights are swapped': ['tf.mul(nonTarget, of.nonTarget)', 'tf.mul(nonTarget, of.target)'],
  }),
];
