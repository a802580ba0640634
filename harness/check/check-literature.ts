import { meanOf } from '../base/statistics/mean.ts';
import { sampleOf } from '../base/statistics/sample.ts';
import type { Cell, NamedColumns } from '../results/cells.ts';
import { publishedOf, type SourcedNumber } from '../results/sourced.ts';
import type { Baseline } from '../suite/baseline/schema.ts';
import type { NamedPair } from '../suite/pair-name.ts';
import {
  type CheckedCell,
  findingsOf,
  type PublishedComparison,
  publishedComparison,
  unconfirmable,
} from './check-cells.ts';
import type { Unlike } from './checked.ts';
import type { Finding } from './finding.ts';
import type { AccuracyLevels } from './levels.ts';
import { cellName } from './texts.ts';
import { type ComparedEpoch, epochsMeant, whyNotCompared } from './why-not-compared.ts';

/** A number of a paper beside a cell. */
interface Beside {
  name: string;
  cell: Cell;
  number: SourcedNumber;
}

/**
 * Each cell against each number that papers have for it, like with like: the best epoch with a best one, the last with a last one. Where no
 * source says which epoch a number is of, it is compared with both, and only what both come to counts. Copies are left out, but for
 * those of numbers that were not read where they were printed.
 */
export function checkLiterature(tables: NamedColumns, baseline: Baseline, levels: AccuracyLevels): Finding[] {
  const beside = numbersBeside(tables).filter(({ cell, number }) => whyNotCompared(cell, number) === undefined);
  const compared = beside.map(({ name, cell, number }) => ({
    number,
    comparisons: epochsMeant(number).flatMap(
      (epoch) => publishedComparison(name, ofEpoch(cell, number, epoch), baseline, levels) ?? [],
    ),
  }));
  const found = new Map<PublishedComparison, Finding>();
  const comparisons = compared.flatMap(({ comparisons }) => comparisons);
  for (const [index, finding] of findingsOf(comparisons, levels).entries()) found.set(comparisons[index]!, finding);
  return compared.flatMap(({ number, comparisons }) => {
    const findings = comparisons.map((comparison) => found.get(comparison)!);
    return findings.length === 0 ? [] : [together(number, findings)];
  });
}

/** The numbers that cannot be compared, with the reasons. */
export function unlikeNumbers(tables: NamedColumns): Unlike[] {
  return numbersBeside(tables).flatMap(({ name, cell, number }) => {
    const reason = whyNotCompared(cell, number);
    return reason === undefined ? [] : [{ name, reason }];
  });
}

function numbersBeside(tables: NamedColumns): Beside[] {
  return tables.flatMap(({ name, columns }) =>
    columns.flatMap((column) =>
      column.cells.flatMap((cell) =>
        firstHand(cell.sourced ?? []).map((number) => ({
          name: paperCellName(name, cell, column, number),
          cell,
          number,
        })),
      ),
    ),
  );
}

/** Who copies a number that stands in the list already says nothing new. */
function firstHand(numbers: readonly SourcedNumber[]): SourcedNumber[] {
  const own = numbers.filter(({ mark }) => mark !== 'quoted');
  return own.some(({ mark }) => mark === 'own table') ? own : [...numbers];
}

/** `table1: DKD on resnet56/resnet20, mdistiller README.md`; with the number where that file has several for the cell. */
export function paperCellName(
  table: string,
  { distiller, sourced = [] }: Pick<Cell, 'distiller' | 'sourced'>,
  pair: NamedPair,
  { repository, path, value }: SourcedNumber,
): string {
  const own = sourced.filter((one) => one.repository === repository && one.path === path);
  const which = own.length > 1 ? ` (${value.toFixed(2)})` : '';
  return `${cellName(table, distiller.name, pair)}, ${repository.split('/')[1]} ${path}${which}`;
}

/** What of the cell a number of that epoch is compared with. */
function ofEpoch(cell: Cell, number: SourcedNumber, epoch: ComparedEpoch): CheckedCell {
  const { distiller: _, ...plain } = cell;
  const published = { table: '', teacher: 'resnet8', student: 'resnet8', ...publishedOf(number) } as const;
  if (epoch === 'last') return { ...plain, published };
  const trials = cell.trials.flatMap(({ best, ...trial }) =>
    best === undefined ? [] : [{ ...trial, value: best, best }],
  );
  const values = trials.map(({ value }) => value);
  return { ...plain, trials, mean: meanOf(values), deviation: sampleOf(values)?.deviation, published };
}

/** One finding of those for each epoch that a number may be of. */
function together({ aggregation }: SourcedNumber, findings: readonly Finding[]): Finding {
  const [first, second] = findings as [Finding, Finding | undefined];
  if (!second) return { ...first, detail: `${aggregation} epoch: ${first.detail}` };
  const detail = `no source says which epoch it is; last epoch: ${first.detail}; best epoch: ${second.detail}`;
  // Those of the last epoch.
  const numbers = { ...first.numbers, epoch: 'not known' };
  if (first.verdict === second.verdict) return { ...first, detail, numbers };
  if (first.outcome === 'undecided' && second.outcome === 'undecided') {
    // If one epoch can never agree, neither can both.
    return { ...first, verdict: unconfirmable, detail, numbers: { ...numbers, needed: undefined } };
  }
  return { ...first, outcome: 'undecided', verdict: 'epoch not known', detail, numbers };
}
