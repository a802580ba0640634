import { faultsIn } from '../fault.ts';

export const faults = faultsIn('harness/model/distillers/modules/hierarchical-context.ts', ['losses/reviewkd'], {
  'smaller means count more': ['2 ** -i', '2 ** i'],
  'the mean over all positions is missing': ['[4, 2, 1]', '[4, 2]'],
});
