import { faultsIn } from '../fault.ts';

export const faults = faultsIn('harness/model/distillers/ickd.ts', ['losses/ickd'], {
  'the sum is not divided by the channels': ['(difference)), channels * batch)', '(difference)), batch)'],
  'correlations are not normalised': [
    'normalise(transposedBatchMatMul(positions, positions), 2)',
    'transposedBatchMatMul(positions, positions)',
  ],
});
