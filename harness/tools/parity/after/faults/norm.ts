import { faultsIn } from '../fault.ts';

export const faults = faultsIn('harness/model/distillers/norm.ts', ['losses/norm'], {
  'copies count once': ['tf.mul(error, repeats)', 'error'],
  'the copies are of single channels': [
    'wide.reshape([batch, height, width, repeats, each])',
    'wide.reshape([batch, height, width, each, repeats]).transpose([0, 1, 2, 4, 3])',
  ],
  'logits are not centred': ['tf.sub(logits, mean(logits, [1], true))', 'logits'],
  'logits are not scaled': ['tf.add(variance, 1e-7))), scale)', 'tf.add(variance, 1e-7))), 1)'],
});
