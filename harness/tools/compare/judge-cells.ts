import { type Estimate, twoSidedP } from '../../base/statistics/estimate.ts';
import { withinMarginP } from '../../base/statistics/margin.ts';
import { type Sample, sampleOf } from '../../base/statistics/sample.ts';
import { welch } from '../../base/statistics/welch.ts';
import { type Judged, judge } from '../../check/verdict.ts';
import { type ComparedQuantity, isRelative, type Margins, type MeasuredQuantities, quantities } from './quantity.ts';

/** The results of a cell's students on both sides, a trial each. */
export interface Sides {
  ours: readonly MeasuredQuantities[];
  theirs: readonly MeasuredQuantities[];
}

export interface ComparisonLevels {
  margins: Margins;
  /** The chance of a single false alarm among all cells and quantities, and that of each false agreement. */
  significance: number;
  /** In points: accuracies come in steps of so much. */
  step: number;
}

/** A quantity of a cell on both sides, and what is to be thought of the difference: of points, or of per cent of theirs. */
export interface Judgement extends Judged {
  quantity: ComparedQuantity;
  ours: number[];
  theirs: number[];
  /** Of the hypothesis that there is no difference at all, by Welch's test, and uncorrected. */
  equalP: number | undefined;
  /** Of the hypothesis that the difference is at least the margin, by two one-sided tests. */
  withinP: number | undefined;
}

/**
 * Judges all quantities of all cells. Holm's correction is over the cells of a quantity, and the quantities share the
 * significance: that any of them is falsely told to differ has at most that chance. To agree needs no correction, as a cell
 * does so only where all of its quantities do.
 */
export function judgeCells(cells: readonly Sides[], { margins, significance, step }: ComparisonLevels): Judgement[][] {
  const alpha = significance / quantities.length;
  const judged = quantities.map((quantity): Judgement[] => {
    const margin = margins[quantity];
    const values = cells.map(({ ours, theirs }) => ({
      quantity,
      ours: ours.map((one) => one[quantity]),
      theirs: theirs.map((one) => one[quantity]),
    }));
    const estimates = values.map((one) => estimateOf(one, quantity === 'accuracy' ? step : 0));
    return judge(estimates, { margin, alpha }).map((judged, index) => {
      const { estimate, verdict } = judged;
      const withinP = estimate && withinMarginP(estimate, margin);
      const agrees = verdict === 'too few trials' && withinP !== undefined && withinP < significance;
      return {
        ...{ ...values[index]!, ...judged, verdict: agrees ? 'agrees' : verdict },
        equalP: estimate && twoSidedP(estimate),
        withinP,
      };
    });
  });
  return cells.map((_, index) => judged.map((ofQuantity) => ofQuantity[index]!));
}

function estimateOf(
  { quantity, ours, theirs }: { quantity: ComparedQuantity; ours: number[]; theirs: number[] },
  step: number,
): Estimate | undefined {
  const [a, b] = [sampleOf(ours, step), sampleOf(theirs, step)];
  if (!a || !b) return undefined;
  if (!isRelative(quantity)) return welch(a, b);
  const inPercent = (sample: Sample) => scaled(sample, 100 / b.mean);
  return welch(inPercent(a), inPercent(b));
}

const scaled = ({ mean, deviation, ...sample }: Sample, factor: number): Sample => ({
  ...sample,
  mean: mean * factor,
  deviation: deviation * Math.abs(factor),
});

/** What is to be thought of a cell: it differs where any quantity does, and agrees where all do. */
export function cellOutcome(judgements: readonly Judgement[]): 'differs' | 'undecided' | 'agrees' {
  const verdicts = judgements.map(({ verdict }) => verdict);
  if (verdicts.some((verdict) => verdict === 'higher' || verdict === 'lower')) return 'differs';
  return verdicts.every((verdict) => verdict === 'agrees') ? 'agrees' : 'undecided';
}
