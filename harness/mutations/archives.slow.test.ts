import { expect, test } from 'vitest';
import { faultsOf } from './faults-of.ts';

test.each(['checkpoints', 'safetensors', 'tar', 'zip', 'hdf5', 'matlab', 'imagenet-archives', 'images'])(
  '2,000 mutations: %s',
  async (name) => {
    expect(await faultsOf(name, 2000)).toEqual([]);
  },
);
