import { faultsIn } from '../fault.ts';

export const faults = [
  ...faultsIn('harness/model/distillers/semckd.ts', ['losses/semckd'], {
    'images count by their sum': ['mean(sum(tf.mul(weights, errors[s]!), [1]))', 'sum(tf.mul(weights, errors[s]!))'],
    'layers of the student add up': ['tf.div(total(each), each.length)', 'total(each)'],
  }),
  ...faultsIn('harness/model/distillers/modules/layer-attention.ts', ['losses/semckd'], {
    'the temperature is left out': ['tf.div(tf.concat(products, 1), temperature)', 'tf.concat(products, 1)'],
    'embeddings keep their lengths': ['normaliseRows(second(relu(first(x))))', 'second(relu(first(x)))'],
    'similarities are means': ['matMulTransposed(flat, flat)', 'matMulTransposed(flat, tf.div(flat, flat.shape[1]!))'],
  }),
];
