import { faultsIn } from '../fault.ts';

export const faults = faultsIn('harness/model/distillers/nkd.ts', ['losses/nkd'], {
  "the second part keeps the label's class": ['tf.mul(label, 1000)', 'tf.mul(label, 0)'],
  "the first part's sign is wrong": ['tf.neg(mean(', 'tf.add(0, mean('],
  'the first part is not weighted by the teacher': ['tf.mul(atLabel(softmax(teacher)),', 'tf.mul(1,'],
  "the temperature's square is missing": ['temperature ** 2', '1'],
});
