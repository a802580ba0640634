import { expect, test } from 'vitest';
import { faultsOf } from './faults-of.ts';

// Each waits for its files half of the time.
test.concurrent.each(['checkpoints', 'safetensors', 'tar', 'zip', 'hdf5', 'matlab', 'imagenet-archives', 'images'])(
  '2,000 mutations: %s',
  async (name) => {
    expect(await faultsOf(name, 2000)).toEqual([]);
  },
);
