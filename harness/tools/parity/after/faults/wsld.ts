import { faultsIn } from '../fault.ts';

export const faults = faultsIn('harness/model/distillers/wsld.ts', ['losses/wsld'], {
  'the weights have a gradient': ['stopGradient(tf.sub(1, tf.exp(tf.neg(ratio))))', 'tf.sub(1, tf.exp(tf.neg(ratio)))'],
  "the ratio's sign is wrong": ['tf.exp(tf.neg(ratio))', 'tf.exp(ratio)'],
  'the ratio is upside down': [
    'tf.div(crossEntropies(student, labels), tf.add(crossEntropies(teacher, labels), 1e-7))',
    'tf.div(crossEntropies(teacher, labels), tf.add(crossEntropies(student, labels), 1e-7))',
  ],
  'the teacher is not softened': ['tf.div(teacher, temperature)', 'teacher'],
});
