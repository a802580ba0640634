import { counted } from '../base/counted.ts';
import { type Estimate, twoSidedP } from '../base/statistics/estimate.ts';
import { meanOf } from '../base/statistics/mean.ts';
import { sampleOf } from '../base/statistics/sample.ts';
import type { Cell, NamedColumns } from '../results/cells.ts';
import type { SourcedNumber } from '../results/sourced.ts';
import type { Finding } from './finding.ts';
import type { AccuracyLevels } from './levels.ts';
import { cellName, pText } from './texts.ts';
import { type ComparedEpoch, epochsMeant, whyNotCompared } from './why-not-compared.ts';

/** Whose number the trials are nearer to. */
interface Side {
  differs: boolean;
  p: number;
}

/**
 * Each cell for which others measured another number than its claim: does the claim hold, or what they have? A t test of our trials against
 * each of the two, two-sided, without a margin and without a correction: the test whose power `--dry-run` shows. Both are taken
 * as they were printed, with no error of their own.
 */
export function checkDisputes(tables: NamedColumns, levels: Pick<AccuracyLevels, 'alpha' | 'step'>): Finding[] {
  return tables.flatMap(({ name, columns }) =>
    columns.flatMap((column) =>
      column.cells.flatMap((cell): Finding[] => {
        const { claim, others } = disputeIn(cell);
        if (!claim || others.length === 0 || cell.unfit !== undefined) return [];
        const theirs = weighted(others.map((other) => [other.value, other]));
        const sides = { claimed: claim.value, others: theirs };
        const about = {
          kind: 'claim' as const,
          name: `${cellName(name, cell.distiller.name, column)} reaches ${claim.value.toFixed(2)}, and not ${theirs.toFixed(2)}`,
        };
        if (cell.trials.length < 2) {
          const detail = cell.trials.length === 0 ? 'no trial is done' : 'one trial is too few for a test';
          const outcome = cell.trials.length === 0 ? ('missing' as const) : ('undecided' as const);
          const verdict = cell.trials.length === 0 ? 'not run' : 'undecided';
          return [{ ...about, outcome, verdict, detail, numbers: { ...sides, trials: cell.trials.length } }];
        }
        const { numbers, ...decision } = decided(cell, claim, others, levels);
        return [{ ...about, ...decision, numbers: { ...sides, ...numbers } }];
      }),
    ),
  );
}

/**
 * The claim of a cell and what others measured, of those numbers that can be compared with ours. Where the claim cannot, nobody else's
 * number takes its place; what others measured is none.
 */
export function disputeIn(cell: Pick<Cell, 'sourced' | 'trials'>): {
  claim?: SourcedNumber | undefined;
  others: SourcedNumber[];
} {
  const isCompared = (number: SourcedNumber) => whyNotCompared(cell, number) === undefined;
  const [claim, ...rest] = cell.sourced ?? [];
  if (!claim || claim.mark === 'rerun' || claim.mark === 'issue' || !isCompared(claim)) return { others: [] };
  const others = rest.filter(
    (number) => number.mark !== 'quoted' && number.value !== claim.value && isCompared(number),
  );
  return { claim, others };
}

function decided(
  cell: Cell,
  claim: SourcedNumber,
  others: readonly SourcedNumber[],
  { alpha, step }: Pick<AccuracyLevels, 'alpha' | 'step'>,
): Pick<Finding, 'outcome' | 'verdict' | 'detail' | 'numbers'> {
  // Of an epoch that is not known, either may be meant: what is said must hold for both.
  const readings = epochsMeant(claim).map((epoch) => {
    const of = (aggregation: string): ComparedEpoch =>
      aggregation === 'last' || aggregation === 'best' ? aggregation : epoch;
    const against = (numbers: readonly SourcedNumber[]): Side => {
      const shifts = numbers.map((number) => [ours(cell, of(number.aggregation)) - number.value, number] as const);
      const p = twoSidedP(estimateOf(cell, epoch, weighted(shifts), step));
      return { differs: p < alpha, p };
    };
    return { fromClaim: against([claim]), fromOthers: against(others) };
  });
  const verdicts = readings.map(({ fromClaim, fromOthers }) => {
    if (fromClaim.differs) return fromOthers.differs ? 'neither' : 'contradicted';
    return fromOthers.differs ? 'holds' : 'undecided';
  });
  const verdict = new Set(verdicts).size === 1 ? verdicts[0]! : 'undecided';
  const outcome = verdict === 'holds' ? 'fine' : verdict === 'undecided' ? 'undecided' : 'differs';
  const [first] = readings as [(typeof readings)[number]];
  const means = `last ${ours(cell, 'last').toFixed(2)}, best ${ours(cell, 'best').toFixed(2)}, ${counted(cell.trials.length, 'trial')}`;
  const detail = `${means}; p against the claim ${pText(first.fromClaim.p)}, against the others ${pText(first.fromOthers.p)}`;
  const numbers = { trials: cell.trials.length, p: first.fromClaim.p, pOfOthers: first.fromOthers.p };
  return { verdict, outcome, detail, numbers };
}

const valuesOf = ({ trials }: Cell, epoch: ComparedEpoch) =>
  trials.map(({ value, best }) => (epoch === 'last' ? value : (best ?? Number.NaN)));

const ours = (cell: Cell, epoch: ComparedEpoch) => meanOf(valuesOf(cell, epoch))!;

function estimateOf(cell: Cell, epoch: ComparedEpoch, difference: number, step: number): Estimate {
  const { deviation, trials, degreesOfFreedom } = sampleOf(valuesOf(cell, epoch), step)!;
  return { difference, standardError: deviation / Math.sqrt(trials), degreesOfFreedom };
}

/** The mean, each weighted with its number of runs; one that is not known counts as 1. */
function weighted(values: readonly (readonly [number, Pick<SourcedNumber, 'runs'>])[]): number {
  const runs = values.reduce((sum, [, { runs }]) => sum + (runs ?? 1), 0);
  return values.reduce((sum, [value, { runs }]) => sum + value * (runs ?? 1), 0) / runs;
}
