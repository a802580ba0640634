import { expect, test } from 'vitest';
import { bandOf } from './trial-band.ts';

test('each epoch has the mean and the extremes of the trials that have got so far', () => {
  expect(bandOf([[10, 20, 30], [14, 22], []])).toEqual([
    { epoch: 1, mean: 12, lowest: 10, highest: 14 },
    { epoch: 2, mean: 21, lowest: 20, highest: 22 },
    { epoch: 3, mean: 30, lowest: 30, highest: 30 },
  ]);
  expect(bandOf([])).toEqual([]);
});

test('long trainings are thinned, and keep their first and their last epoch', () => {
  const epochs = bandOf([Array.from({ length: 240 }, (_, epoch) => epoch)]).map(({ epoch }) => epoch);
  expect(epochs).toHaveLength(120);
  expect([epochs[0], epochs.at(-1)]).toEqual([1, 240]);
  expect(new Set(epochs).size).toBe(120);
});

test('a part begins after as many epochs as are asked for', () => {
  expect(bandOf([[1, 2, 3]], 2)).toEqual([{ epoch: 3, mean: 3, lowest: 3, highest: 3 }]);
  expect(bandOf([[1, 2, 3]], 3)).toEqual([]);
});
