import { faultsIn } from '../fault.ts';

export const faults = faultsIn('harness/model/distillers/srrl.ts', ['losses/srrl', 'losses/srrl_pooled'], {
  'the connector has no ReLU': ['relu(convolve(', '(convolve('],
  'the first term counts twice': ['hint(vector, pooled)', 'tf.mul(hint(vector, pooled), 2)'],
});
