import { faultsIn } from '../fault.ts';

const cases = ['losses/ofd', 'losses/ofd_mdistiller'];

export const faults = [
  ...faultsIn('harness/model/distillers/ofd.ts', cases, {
    'the target is not cut off at the margin': ['tf.maximum(teacher, margins[layer]!)', 'teacher'],
    'what is below an inactive teacher counts too': [
      'tf.maximum(isPositive(difference), isPositive(teacher))',
      'isPositive(tf.abs(difference))',
    ],
    'an active teacher is only to be reached': [
      'tf.maximum(isPositive(difference), isPositive(teacher))',
      'isPositive(difference)',
    ],
    'all layers count as much': ['2 ** (layer - students.length + 1)', '1'],
    'the sum is not divided by the batch': ['weight / batch', 'weight'],
    "the student's pre-activation is a constant": [
      'tf.mul(tf.square(difference), counts)',
      'tf.mul(tf.square(stopGradient(difference)), counts)',
    ],
  }),
  ...faultsIn('harness/model/distillers/modules/negative-mean.ts', cases, {
    'the mean lies above the bias': ['tf.sub(centre, tf.mul(', 'tf.add(centre, tf.mul('],
    'a negative weight stays negative': ['absolute(stopGradient(weight))', 'stopGradient(weight)'],
    'channels that are rarely below 0 have no margin of their own': [
      'tf.greater(share, rarely)',
      'tf.greater(share, 0)',
    ],
  }),
];
