import type { Estimate } from '../base/statistics/estimate.ts';
import { paired } from '../base/statistics/paired.ts';
import { sampleOf } from '../base/statistics/sample.ts';
import { welch } from '../base/statistics/welch.ts';
import type { Cell, NamedColumns } from '../results/cells.ts';
import type { Finding } from './finding.ts';
import type { AccuracyLevels } from './levels.ts';
import { cellName, estimateText, stateText } from './texts.ts';
import { judge } from './verdict.ts';

interface Comparison {
  name: string;
  ours: Cell;
  theirs: Cell;
  /** Do the trials that both have come to the same, bit by bit, and has neither more? */
  identical: boolean;
  estimate: Estimate | undefined;
  /** Of how many trials that both have it is the difference; undefined where it is that of all. */
  pairs: number | undefined;
}

/**
 * Each cell against the same cell of other results. Trials that both have are compared pair by pair, as they have the same seeds
 * and the same data; where they have fewer than two in common, all that each has.
 */
export function checkAgainst(ours: NamedColumns, theirs: NamedColumns, levels: AccuracyLevels): Finding[] {
  const others = new Map(cellsIn(theirs).map(({ name, cell }) => [name, cell]));
  const comparisons = cellsIn(ours).flatMap(({ name, cell }) => {
    const other = others.get(name);
    return other && (cell.trials.length > 0 || other.trials.length > 0)
      ? [comparisonOf(name, cell, other, levels.step)]
      : [];
  });
  const tested = comparisons.filter(({ identical }) => !identical);
  const judged = judge(
    tested.map(({ estimate }) => estimate),
    levels,
  );
  return comparisons.map((comparison): Finding => {
    const { name, ours, theirs, identical, pairs } = comparison;
    const about = { kind: 'cell' as const, name };
    const [here, there] = [ours, theirs].map(stateText);
    const numbers = {
      mean: ours.mean,
      trials: ours.trials.length,
      other: theirs.mean,
      otherTrials: theirs.trials.length,
    };
    if (identical) return { ...about, outcome: 'fine', verdict: 'identical', detail: `${here} in both`, numbers };
    const one = judged[tested.indexOf(comparison)]!;
    const { verdict, estimate, p } = one;
    const missing = [ours, theirs].some(({ trials }) => trials.length === 0);
    if (missing) {
      const where = ours.trials.length === 0 ? 'here' : 'there';
      return {
        ...about,
        outcome: 'missing',
        verdict: `none ${where}`,
        detail: `${here} here, ${there} there`,
        numbers,
      };
    }
    if (!estimate) {
      return { ...about, outcome: 'undecided', verdict, detail: `${here} here, ${there} there`, numbers };
    }
    const over = pairs === undefined ? '' : `of the ${pairs} trials in common `;
    return {
      ...about,
      outcome: verdict === 'agrees' ? 'fine' : verdict === 'too few trials' ? 'undecided' : 'differs',
      verdict,
      detail: `${here} here, ${there} there; ${over}${estimateText(one, levels.margin)}`,
      numbers: { ...numbers, difference: estimate.difference, p },
    };
  });
}

function cellsIn(tables: NamedColumns): { name: string; cell: Cell }[] {
  return tables.flatMap(({ name: table, columns }) =>
    columns.flatMap((column) =>
      column.cells.map((cell) => ({ name: cellName(table, cell.distiller.name, column), cell })),
    ),
  );
}

function comparisonOf(name: string, ours: Cell, theirs: Cell, step: number): Comparison {
  const numbered = new Map(theirs.trials.map(({ number, value }) => [number, value]));
  const common = ours.trials.filter(({ number }) => numbered.has(number));
  const [a, b] = [common.map(({ value }) => value), common.map(({ number }) => numbered.get(number)!)];
  const isEqual = common.length > 0 && a.every((value, index) => value === b[index]);
  const inCommon = paired(a, b, step);
  const estimate = inCommon ?? unpaired(ours, theirs, step);
  const isOfAll = common.length === ours.trials.length && common.length === theirs.trials.length;
  return {
    name,
    ours,
    theirs,
    identical: isOfAll && isEqual,
    estimate,
    pairs: inCommon && !isOfAll ? common.length : undefined,
  };
}

function unpaired(ours: Cell, theirs: Cell, step: number): Estimate | undefined {
  const [a, b] = [ours, theirs].map(({ trials }) =>
    sampleOf(
      trials.map(({ value }) => value),
      step,
    ),
  );
  return a && b && welch(a, b);
}
