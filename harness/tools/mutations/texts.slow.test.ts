import { expect, test } from 'vitest';
import { faultsOf } from './faults-of.ts';

// Each waits for its files half of the time.
test.concurrent.each([
  'suites',
  'baselines',
  'literature',
  'sites',
  'results',
  'metrics',
  'journal',
  'bundles',
  'teacher-caches',
  'imported-teachers',
  'parity-vectors',
  'reference-trials',
  'proofs',
])('2,000 mutations: %s', async (name) => {
  expect(await faultsOf(name, 2000)).toEqual([]);
});
