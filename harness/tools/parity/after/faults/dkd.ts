import { faultsIn } from '../fault.ts';

export const faults = faultsIn('harness/model/distillers/dkd.ts', ['losses/dkd'], {
  'TCKD is not softened': ['softmax(tf.div(logits, temperature))', 'softmax(logits)'],
  "TCKD lacks the temperature's square": ['labelAgainstAll(teacher)), square)', 'labelAgainstAll(teacher)), 1)'],
  "NCKD keeps the label's class": ['tf.mul(label, removed)', 'tf.mul(label, 0)'],
  'the weights are swapped': ['tf.mul(nonTarget, options.nonTarget)', 'tf.mul(nonTarget, options.target)'],
});
