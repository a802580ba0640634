import type { Claim } from '../baseline/claim.ts';
import { signed } from '../report/cell-text.ts';
import type { Cell, NamedColumns } from '../report/cells.ts';
import { type Estimate, greaterP } from '../statistics/estimate.ts';
import { holm } from '../statistics/holm.ts';
import { averageOf, paired } from '../statistics/paired.ts';
import type { Finding } from './finding.ts';
import type { CheckLevels } from './levels.ts';
import { pText } from './texts.ts';

/** A pair of networks on which both distillers can be compared, or have yet to be. */
interface Gain {
  pair: string;
  /** Over the trials that both have; undefined with fewer than two. */
  estimate: Estimate | undefined;
}

/**
 * Each claim, on trials that are paired by their numbers: they have the same data in the same order. A claim about what the
 * tables do not have is left out.
 */
export function checkClaims(tables: NamedColumns, claims: readonly Claim[], levels: CheckLevels): Finding[] {
  return claims.flatMap(({ better, worse, on }) =>
    worse.flatMap((other) => {
      const gains = gainsOf(tables, better, other);
      return gains.length === 0 ? [] : [findingOf(`${better} beats ${other} on ${on}`, on, gains, levels)];
    }),
  );
}

function gainsOf(tables: NamedColumns, better: string, worse: string): Gain[] {
  return tables.flatMap(({ columns }) =>
    columns.flatMap(({ teacher, student, cells }) => {
      const [ours, theirs] = [better, worse].map((name) =>
        cells.find(({ distiller, unfit }) => distiller.name === name && unfit === undefined),
      );
      return ours && theirs ? [{ pair: `${teacher}/${student}`, estimate: pairedTrials(ours, theirs) }] : [];
    }),
  );
}

function pairedTrials({ trials: ours }: Cell, { trials: theirs }: Cell): Estimate | undefined {
  const numbered = new Map(theirs.map(({ number, accuracy }) => [number, accuracy]));
  const both = ours.filter(({ number }) => numbered.has(number));
  return paired(
    both.map(({ accuracy }) => accuracy),
    both.map(({ number }) => numbered.get(number)!),
  );
}

function findingOf(name: string, on: Claim['on'], gains: readonly Gain[], { alpha }: CheckLevels): Finding {
  const about = { kind: 'claim' as const, name };
  const missing = gains.filter(({ estimate }) => !estimate).map(({ pair }) => pair);
  const known = gains.filter((gain): gain is Required<Gain> & { estimate: Estimate } => gain.estimate !== undefined);
  if (known.length === 0 || (on === 'average' && missing.length > 0)) return undecided(about, missing);
  const tested =
    on === 'average' ? [{ pair: 'average', estimate: averageOf(known.map((one) => one.estimate)) }] : known;
  // Of all that must be true each is tested by itself; of all that may be false one is enough, hence the correction.
  const ps = tested.map(({ estimate }) => greaterP(estimate));
  const opposite = holm(tested.map(({ estimate }) => greaterP({ ...estimate, difference: -estimate.difference })));
  const contradicted = tested.filter((_, index) => opposite[index]! < alpha);
  const open = tested.filter((_, index) => ps[index]! >= alpha);
  const shown = (ones: typeof tested) =>
    ones.map(({ pair, estimate }) => `${pair} ${signed(estimate.difference)}`).join(', ');
  const p = Math.max(...ps);
  const numbers = { pairs: gains.length, p };
  if (contradicted.length > 0) {
    const detail = `the other way round: ${shown(contradicted)}, p ${pText(Math.min(...opposite))}`;
    return { ...about, outcome: 'differs', verdict: 'contradicted', detail, numbers };
  }
  if (open.length > 0) {
    const detail = `not sure: ${shown(open)}, p ${pText(p)}${missing.length > 0 ? `; too few trials: ${missing.join(', ')}` : ''}`;
    return { ...about, outcome: 'undecided', verdict: 'undecided', detail, numbers };
  }
  if (missing.length > 0) return undecided(about, missing);
  const smallest = tested.reduce((least, one) => (one.estimate.difference < least.estimate.difference ? one : least));
  const detail =
    on === 'average'
      ? `${signed(smallest.estimate.difference)} over ${known.length} pairs, p ${pText(p)}`
      : `${known.length} of ${known.length} pairs, at least ${shown([smallest])}, p ${pText(p)}`;
  return { ...about, outcome: 'fine', verdict: 'holds', detail, numbers };
}

function undecided(about: Pick<Finding, 'kind' | 'name'>, missing: readonly string[]): Finding {
  const detail = `fewer than two trials in common on ${missing.join(', ')}`;
  return { ...about, outcome: 'undecided', verdict: 'undecided', detail, numbers: { missing: missing.length } };
}
