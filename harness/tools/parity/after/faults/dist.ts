import { faultsIn } from '../fault.ts';

export const faults = faultsIn('harness/model/distillers/dist.ts', ['losses/dist'], {
  'the axes are swapped': ['[1, 0].map((axis)', '[0, 1].map((axis)'],
  'vectors are not centred': ['tf.sub(values, mean(values, [axis], true))', 'values'],
  "the temperature's square is missing": ['options.temperature ** 2', '1'],
});
