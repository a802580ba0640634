import { faultsIn } from '../fault.ts';

export const faults = faultsIn('harness/model/distillers/catkd.ts', ['losses/catkd'], {
  'maps keep their lengths': ['normalised ? normalise(positions, 1) : positions', 'positions'],
  'lengths are over the classes': ['normalise(positions, 1)', 'normalise(positions, 2)'],
  "the teacher's maps are no yes or no": ['binary ? aboveMean(given) : given', 'given'],
  'a map is compared with the mean of its values': ['mean(tf.abs(maps), [1, 2], true)', 'mean(maps, [1, 2], true)'],
});
