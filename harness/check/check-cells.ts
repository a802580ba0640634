import type { Estimate } from '../base/statistics/estimate.ts';
import { powerToDiffer, trialsToAgree } from '../base/statistics/power.ts';
import { type Sample, sampleOf } from '../base/statistics/sample.ts';
import { welch } from '../base/statistics/welch.ts';
import type { Cell, NamedColumns } from '../results/cells.ts';
import type { Baseline } from '../suite/baseline/schema.ts';
import type { Finding, Outcome } from './finding.ts';
import type { AccuracyLevels, CheckLevels } from './levels.ts';
import { publishedSample, publishedSampleText } from './published-sample.ts';
import { cellName, estimateText, measuredText } from './texts.ts';
import { type Judged, judge } from './verdict.ts';

/** What of a cell is compared. */
export type CheckedCell = Pick<Cell, 'trials' | 'mean' | 'deviation' | 'unfit' | 'failed' | 'published'>;

/** A cell that has a published counterpart. */
export interface PublishedComparison {
  name: string;
  cell: CheckedCell;
  theirs: Sample;
  ours: Sample | undefined;
  estimate: Estimate | undefined;
}

/** Each cell against what was published of it. */
export function checkCells(tables: NamedColumns, baseline: Baseline, levels: AccuracyLevels): Finding[] {
  const comparisons = tables.flatMap(({ name, columns }) =>
    columns.flatMap((column) =>
      column.cells.flatMap(
        (cell) => publishedComparison(cellName(name, cell.distiller.name, column), cell, baseline, levels) ?? [],
      ),
    ),
  );
  return findingsOf(comparisons, levels);
}

/** The findings of all comparisons together. */
export function findingsOf(comparisons: readonly PublishedComparison[], levels: CheckLevels): Finding[] {
  const judged = judge(
    comparisons.map(({ estimate }) => estimate),
    levels,
  );
  const tested = comparisons.filter(({ estimate }) => estimate).length;
  return comparisons.map((comparison, index) => findingOf(comparison, judged[index]!, { ...levels, tested }));
}

/** Undefined where nothing was published of the cell, or the distiller does not fit it. */
export function publishedComparison(
  name: string,
  cell: CheckedCell,
  baseline: Baseline,
  { step }: Pick<AccuracyLevels, 'step'>,
): PublishedComparison | undefined {
  if (!cell.published || cell.unfit !== undefined) return undefined;
  const theirs = publishedSample(cell.published, baseline);
  if (!theirs) return undefined;
  const ours = sampleOf(
    cell.trials.map(({ value }) => value),
    step,
  );
  const estimate = ours && welch(ours, theirs);
  return { name, cell, theirs, ours, estimate };
}

/** The verdict where more trials would not show agreement, however many. */
export const unconfirmable = 'cannot be confirmed';

const outcomes: Record<Judged['verdict'], Outcome> = {
  agrees: 'fine',
  higher: 'differs',
  lower: 'differs',
  'too few trials': 'undecided',
};

function findingOf(
  { name, cell, ours, theirs, estimate }: PublishedComparison,
  judged: Judged,
  levels: CheckLevels & { tested: number },
): Finding {
  const { margin, alpha, effect, tested } = levels;
  const { verdict, interval, p } = judged;
  const published = `published ${publishedSampleText(cell.published!, theirs)}`;
  const undecided = verdict === 'too few trials';
  const needed = undecided ? trialsToAgree(ours ?? { ...theirs, trials: 1 }, theirs, { margin, alpha }) : undefined;
  const said = undecided && needed === undefined ? unconfirmable : verdict;
  const about = { kind: 'cell' as const, name, verdict: said, outcome: outcomes[verdict] };
  const wanted = wantedText(needed, cell.trials.length, margin);
  if (!ours) {
    const there =
      cell.trials.length === 0 ? (cell.failed ? `failed: ${cell.failed}` : 'not run yet') : measuredText(cell);
    const none = { ...about, outcome: 'missing' as const, verdict: cell.failed ? 'failed' : 'not run' };
    const few = cell.trials.length === 0 ? none : about;
    return { ...few, detail: `${there}; ${published}; ${wanted}`, numbers: { trials: cell.trials.length, needed } };
  }
  // At Bonferroni's level for as many cells: with Holm's it is at least this.
  const power = powerToDiffer(ours, theirs, effect, { margin, alpha: alpha / tested });
  const parts = [
    `${measuredText(cell)}, ${published}`,
    estimateText(judged, margin),
    `power to detect a difference of ${effect}: ${Math.round(100 * power)} %`,
    ...(undecided ? [wanted] : []),
  ];
  return {
    ...about,
    detail: parts.join('; '),
    numbers: {
      mean: ours.mean,
      deviation: ours.deviation,
      trials: ours.trials,
      published: theirs.mean,
      publishedDeviation: theirs.deviation,
      publishedRuns: theirs.trials,
      difference: estimate!.difference,
      low: interval![0],
      high: interval![1],
      p,
      power,
      needed,
    },
  };
}

/** What would decide a cell, if the truth is as it was published. */
function wantedText(needed: number | undefined, trials: number, margin: number): string {
  if (margin === 0) return 'no number of trials shows that nothing at all differs; a margin would have it decided';
  if (needed === undefined) {
    return `no number of trials would show agreement within ${margin}, as the published mean is too coarse; more can only show a difference`;
  }
  if (needed > trials) return `${needed} trials would show agreement within ${margin}, at 80 % power`;
  return `${needed} trials are enough where nothing differs, so the truth may lie near the margin's edge`;
}
