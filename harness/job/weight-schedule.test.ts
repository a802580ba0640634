import { expect, test } from 'vitest';
import { type Schedule, shareIn } from '../model/distillers/schedule.ts';
import { distillerSchema } from './distiller.ts';
import { schedulesText, weightsIn } from './weight-schedule.ts';

const shares = (schedule: Schedule) => [1, 2, 3, 4, 5, 6].map((epoch) => shareIn(schedule, epoch));

test('a warm-up rises to all of the weight, a decay falls to 0', () => {
  expect(shares({ shape: 'linear warm-up', epochs: 4 })).toEqual([0.25, 0.5, 0.75, 1, 1, 1]);
  expect(shares({ shape: 'linear decay', epochs: 4 })).toEqual([1, 0.75, 0.5, 0.25, 0, 0]);
  const cosine = shares({ shape: 'cosine decay', epochs: 4 });
  const expected = [1, (1 + Math.SQRT1_2) / 2, 0.5, (1 - Math.SQRT1_2) / 2, 0, 0];
  for (const [i, share] of cosine.entries()) expect(share).toBeCloseTo(expected[i]!, 12);
  // As CTKD's code scales its gradient in epochs 1, 5 and 10 of 10, and after them.
  const warm = [1, 5, 10, 11].map((epoch) => shareIn({ shape: 'cosine warm-up', epochs: 10 }, epoch));
  for (const [i, share] of [0.0244717419, 0.5, 1, 1].entries()) expect(warm[i]).toBeCloseTo(share, 9);
});

test('steps up and down are those of NORM, in as many epochs as there are', () => {
  const at = (epochs: number, each: number[]) =>
    each.map((epoch) => shareIn({ shape: 'steps up and down', epochs }, epoch));
  expect(at(240, [1, 10, 11, 20, 21, 180, 181, 210, 211, 240, 241])).toEqual([
    ...[0.1, 0.1, 0.5, 0.5, 1, 1, 0.5, 0.5, 0.1, 0.1, 0.1],
  ]);
  expect(at(24, [1, 2, 3, 18, 19, 21, 22])).toEqual([0.1, 0.5, 1, 1, 0.5, 0.5, 0.1]);
});

const row = { name: 'KD', gamma: 0.5, alpha: 2, beta: 0, source: 'a test' };
const warmUp = { shape: 'linear warm-up', epochs: 20 } as const;

test('only weights that have a schedule change', () => {
  const { schedules, ...weights } = distillerSchema.parse({ ...row, schedules: { alpha: warmUp } });
  expect(weightsIn({ ...weights, schedules }, 5)).toEqual({ alpha: 0.5 });
  expect(weightsIn(weights, 5)).toEqual({});
  expect(schedulesText({ ...schedules, gamma: { shape: 'cosine decay', epochs: 1 } })).toBe(
    'gamma: cosine decay over 1 epoch, alpha: linear warm-up over 20 epochs',
  );
});

test('a schedule of a weight that is 0 is refused', () => {
  expect(distillerSchema.safeParse({ ...row, schedules: { beta: warmUp } }).error?.issues).toMatchObject([
    { path: ['schedules', 'beta'], message: 'must be left out where that weight is 0' },
  ]);
});
