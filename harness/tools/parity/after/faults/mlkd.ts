import { faultsIn } from '../fault.ts';

export const faults = faultsIn('harness/model/distillers/mlkd.ts', ['losses/mlkd'], {
  'the strong view has all temperatures': ['i < 3 ? ofKd.strong : ofKd.weak', 'ofKd.strong'],
  "the classes' correlations are of the strong view": [
    'classDifferences(weak, at)',
    'classDifferences(views.strong, at)',
  ],
  'correlations see standardised logits too': [
    'const { weak } = views;',
    'const { weak } = standardised ? standardise(views) : views;',
  ],
  'cross entropy is of the weak view': [
    'crossEntropy(strong.student.logits, labels)',
    'crossEntropy(student.logits, labels)',
  ],
});
