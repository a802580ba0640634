import { type Estimate, greaterP } from '../base/statistics/estimate.ts';
import { holm } from '../base/statistics/holm.ts';
import { averageOf, paired } from '../base/statistics/paired.ts';
import { inOrderOfGain, isFirst } from '../job/metric.ts';
import { signed } from '../results/cell-text.ts';
import type { Cell, Column, NamedColumns } from '../results/cells.ts';
import type { Claim } from '../suite/baseline/claim.ts';
import { pairName } from '../suite/pair-name.ts';
import type { Finding } from './finding.ts';
import type { AccuracyLevels } from './levels.ts';
import { pText } from './texts.ts';

/** A pair of networks on which both distillers can be compared, or have yet to be. */
interface Gain {
  pair: string;
  /** Over the trials that both have; undefined with fewer than two. */
  estimate: Estimate | undefined;
  /** Those of the two of which no trial is done. */
  without: string[];
}

/** A claim that one distiller beats one other, with what the runs show. */
interface Tested {
  name: string;
  on: Claim['on'];
  gains: readonly Gain[];
  /** What must be above 0 for it to hold: each pair's gain that is known, or their average if all are. */
  required: readonly { pair: string; estimate: Estimate }[];
}

/**
 * Each claim, on trials that are paired by their numbers: they have the same data in the same order. Claims are about top-1
 * accuracies or errors; one about what the tables do not have is left out. Of all that must be true for a claim each is tested
 * by itself (Berger 1982). For a contradiction one of all is enough, of all claims together, hence Holm's correction over them.
 */
export function checkClaims(
  tables: NamedColumns,
  claims: readonly Claim[],
  { alpha, step }: Pick<AccuracyLevels, 'alpha' | 'step'>,
): Finding[] {
  const tested = claims.flatMap(({ better, worse, on, tables: about }) =>
    worse.flatMap((other) => {
      const gains = gainsOf(columnsFor(tables, about), [better, other], step);
      const where = about ? ` in ${about.join(' and ')}` : '';
      return gains.length === 0 ? [] : [testedOf(`${better} beats ${other} on ${on}${where}`, on, gains)];
    }),
  );
  const opposite = holm(
    tested.flatMap(({ required }) =>
      required.map(({ estimate }) => greaterP({ ...estimate, difference: -estimate.difference })),
    ),
  );
  let start = 0;
  return tested.map((claim) => {
    const end = start + claim.required.length;
    const finding = findingOf(claim, opposite.slice(start, end), alpha);
    start = end;
    return finding;
  });
}

function testedOf(name: string, on: Claim['on'], gains: readonly Gain[]): Tested {
  const known = gains.flatMap(({ pair, estimate }) => (estimate ? [{ pair, estimate }] : []));
  if (on === 'every pair') return { name, on, gains, required: known };
  if (known.length < gains.length) return { name, on, gains, required: [] };
  const estimate = averageOf(known.map((one) => one.estimate));
  return { name, on, gains, required: [{ pair: 'average', estimate }] };
}

/** Those that a claim is about. */
function columnsFor(tables: NamedColumns, about: Claim['tables']): Column[] {
  const columns = about
    ? tables.filter(({ name }) => about.includes(name)).flatMap(({ columns }) => columns)
    : tables.flatMap(({ columns }) => columns.filter(({ mutual }) => !mutual));
  return columns.filter(({ metric }) => isFirst(metric));
}

function gainsOf(columns: readonly Column[], names: [better: string, worse: string], step: number): Gain[] {
  const gains = columns.flatMap((column) => {
    const [ours, theirs] = names.map((name) =>
      column.cells.find(({ distiller, unfit }) => distiller.name === name && unfit === undefined),
    );
    if (!ours || !theirs) return [];
    const [more, less] = inOrderOfGain(column.metric, ours, theirs);
    const whose = column.mutual ? `, the ${column.side}` : '';
    const without = [ours, theirs].flatMap(({ trials, distiller }) => (trials.length === 0 ? [distiller.name] : []));
    return [{ pair: `${pairName(column)}${whose}`, estimate: pairedTrials(more, less, step), without }];
  });
  // A pair may stand in several tables.
  return [...new Map(gains.map((gain) => [gain.pair, gain])).values()];
}

function pairedTrials({ trials: ours }: Cell, { trials: theirs }: Cell, step: number): Estimate | undefined {
  const numbered = new Map(theirs.map(({ number, value }) => [number, value]));
  const both = ours.filter(({ number }) => numbered.has(number));
  return paired(
    both.map(({ value }) => value),
    both.map(({ number }) => numbered.get(number)!),
    step,
  );
}

/** @param opposite the corrected p values of what is required being below 0 instead */
function findingOf({ name, on, gains, required }: Tested, opposite: readonly number[], alpha: number): Finding {
  const about = { kind: 'claim' as const, name };
  const missing = gains.filter(({ estimate }) => !estimate).map(({ pair }) => pair);
  const without = gains.flatMap(({ pair, without }) => without.map((distiller) => `${distiller} on ${pair}`));
  if (required.length === 0) return unsettled(about, missing, without);
  const ps = required.map(({ estimate }) => greaterP(estimate));
  const contradicted = required.filter((_, index) => opposite[index]! < alpha);
  const open = required.filter((_, index) => ps[index]! >= alpha);
  const shown = (ones: Tested['required']) =>
    ones.map(({ pair, estimate }) => `${pair} ${signed(estimate.difference)}`).join(', ');
  const p = Math.max(...ps);
  const numbers = { pairs: gains.length, p };
  if (contradicted.length > 0) {
    const detail = `the other way round: ${shown(contradicted)}, p ${pText(Math.min(...opposite))}`;
    return { ...about, outcome: 'differs', verdict: 'contradicted', detail, numbers };
  }
  if (without.length > 0) return unsettled(about, missing, without);
  if (open.length > 0) {
    const detail = `too close to call: ${shown(open)}, ${open.length > 1 ? 'largest p' : 'p'} ${pText(p)}${missing.length > 0 ? `; too few trials: ${missing.join(', ')}` : ''}`;
    return { ...about, outcome: 'undecided', verdict: 'undecided', detail, numbers };
  }
  if (missing.length > 0) return unsettled(about, missing, without);
  const smallest = required.reduce((least, one) => (one.estimate.difference < least.estimate.difference ? one : least));
  const detail =
    on === 'average'
      ? `${signed(smallest.estimate.difference)} over ${gains.length} pairs, p ${pText(p)}`
      : `${gains.length > 1 ? `${gains.length} of ${gains.length} pairs, at least ` : ''}${shown([smallest])}, p ${pText(p)}`;
  return { ...about, outcome: 'fine', verdict: 'holds', detail, numbers };
}

function unsettled(
  about: Pick<Finding, 'kind' | 'name'>,
  missing: readonly string[],
  without: readonly string[],
): Finding {
  if (without.length > 0) {
    const detail = `no trial is done of ${without.join(', ')}`;
    return { ...about, outcome: 'missing', verdict: 'not run', detail, numbers: { missing: without.length } };
  }
  const detail = `fewer than two trials in common on ${missing.join(', ')}`;
  return { ...about, outcome: 'undecided', verdict: 'undecided', detail, numbers: { missing: missing.length } };
}
