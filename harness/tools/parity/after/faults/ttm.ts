import { faultsIn } from '../fault.ts';

export const faults = [
  ...faultsIn('harness/model/distillers/ttm.ts', ['losses/ttm', 'losses/wttm'], {
    'the student is softened too': ['logSoftmax(student))', 'logSoftmax(tf.mul(student, exponent)))'],
    'the divergence runs the other way': [
      'tf.mul(softmax(powered), surplus)',
      'tf.mul(softmax(student), tf.neg(surplus))',
    ],
  }),
  ...faultsIn('harness/model/distillers/ttm.ts', ['losses/wttm'], {
    'U is of the powered teacher': ['logSoftmax(teacher), exponent)', 'logSoftmax(powered), exponent)'],
  }),
  ...faultsIn('harness/model/distillers/wttm.ts', ['losses/wttm'], {
    'images count alike': ['tf.mul(powerSum, divergence)', 'divergence'],
    'U is a divisor': ['tf.mul(powerSum, divergence)', 'tf.div(divergence, powerSum)'],
  }),
];
