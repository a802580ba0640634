import { faultsIn } from '../fault.ts';

export const faults = faultsIn(
  'harness/model/distillers/logit-standardisation.ts',
  ['losses/lskd_kd', 'losses/lskd_dkd'],
  {
    'the deviation is a population’s': ['logits.shape[1]! - 1', 'logits.shape[1]!'],
    'the deviation has no gradient': [
      'tf.add(tf.sqrt(variance), 1e-7)',
      'tf.add(tf.tensor(tf.sqrt(variance).dataSync(), variance.shape), 1e-7)',
    ],
    "the teacher's logits stay as they are": ['standardised(teacher.logits)', 'teacher.logits'],
  },
);
