import { expect, test } from 'vitest';
import { faultsOf } from './faults-of.ts';

test.each([
  'suites',
  'baselines',
  'sites',
  'results',
  'metrics',
  'journal',
  'bundles',
  'teacher-caches',
  'imported-teachers',
  'parity-vectors',
])('2,000 mutations: %s', async (name) => {
  expect(await faultsOf(name, 2000)).toEqual([]);
});
