import { Problem } from '../../base/problem.ts';
import type { ComparisonLevels } from './judge-cells.ts';

/** How sure a comparison is to be, as it is typed. */
export interface ComparisonLevelFlags {
  margin: string;
  lossMargin: string;
  normMargin: string;
  significance: string;
}

/** @throws Problem where one of them is no number, or out of its range */
export function comparisonLevels(flags: ComparisonLevelFlags): Omit<ComparisonLevels, 'step'> {
  return {
    margins: {
      accuracy: numberUpTo(100, '--margin', flags.margin, 'points of accuracy, such as 0.5'),
      loss: numberUpTo(100, '--loss-margin', flags.lossMargin, 'per cent, such as 5'),
      weightNorm: numberUpTo(100, '--norm-margin', flags.normMargin, 'per cent, such as 2'),
    },
    significance: significanceIn(flags.significance),
  };
}

function numberUpTo(most: number, option: string, text: string, what: string): number {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (number >= 0 && number <= most) return number;
  throw new Problem(`${option} is '${text}'`, `It must be ${what}`);
}

function significanceIn(text: string): number {
  if (Number(text) > 0 && Number(text) < 1) return Number(text);
  throw new Problem(`--significance is '${text}'`, 'It must lie between 0 and 1, such as 0.05');
}
