import { expect, test } from 'vitest';
import type { StepTimesReport } from '../../../results/step-times.ts';
import { changesSince } from './against.ts';

const report = (...rounds: number[]) =>
  ({
    measurements: [
      {
        student: 'resnet8',
        distiller: 'vanilla',
        teacherCache: 'off',
        batch: 64,
        floor: 1,
        ours: { rounds, others: [0], peakMegabytes: 1 },
      },
    ],
  }) as unknown as StepTimesReport;

const isSlower = (earlier: StepTimesReport, now: StepTimesReport) =>
  changesSince(earlier, now, 'earlier.json')[0]!.isSlower;

test.each([
  ['the same times', [100, 101, 99, 102, 98], [100, 101, 99, 102, 98], false],
  ['5 % more at most', [100, 101, 99, 102, 98], [105, 104.9, 105, 105, 105], false],
  ['more, and rounds that do not overlap', [100, 101, 99, 102, 98], [110, 111, 109, 112, 108], true],
  ['more, but earlier rounds were as slow', [100, 100, 100, 130, 130], [110, 111, 109, 112, 108], false],
  ['more, but some rounds are as fast', [100, 101, 99, 102, 98], [100, 100, 110, 112, 111], false],
  ['one slow round of many', [100, 101, 99, 102, 98], [100, 101, 99, 300, 98], false],
  ['less', [100, 101, 99, 102, 98], [50, 50, 50, 50, 50], false],
])('%s', (_, earlier, now, expected) => {
  expect(isSlower(report(...earlier), report(...now))).toBe(expected);
});

test('reports that share nothing are a Problem', () => {
  const other = { measurements: [] } as unknown as StepTimesReport;
  expect(() => changesSince(other, report(1), 'earlier.json')).toThrow('earlier.json has nothing of what was measured');
});
