import { faultsIn } from '../fault.ts';

export const faults = faultsIn('harness/distillers/mlkd.ts', ['losses/mlkd'], {
  'the strong view has all temperatures': ['i < 3 ? strong : weak', 'strong'],
  "the classes' correlations are of the strong view": ['classDifferences(weak, at)', 'classDifferences(strong, at)'],
});
