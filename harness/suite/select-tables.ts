import { Problem } from '../base/problem.ts';
import { type Metric, usualMetric } from '../job/metric.ts';
import { type Side, usualSide } from '../job/side.ts';
import type { Pair } from './pair.ts';
import { pairName } from './pair-name.ts';
import type { Row } from './row.ts';
import { selectDistillers } from './select-distillers.ts';
import { checkCount, find, mostTrials, type Selection } from './selection.ts';
import type { Axis, Suite } from './suite.ts';
import type { Target } from './target.ts';

/** A table, or what is selected of it. */
export interface SelectedTable {
  name: string;
  title: string;
  against: Axis | undefined;
  /** What its cells hold. */
  metric: Metric;
  /** Whose these are, where its pairs are mutual. */
  side: Side;
  pairs: Pair[];
  /** None where the networks are tested on what they were trained on. */
  targets: Target[];
  rows: SelectedRow[];
  /** The numbers of all trials that a row has, in rising order. */
  trials: number[];
}

export interface SelectedRow {
  row: Row;
  /** The numbers of the trials of each student, in rising order: the table's, or the first of them. */
  trials: number[];
}

/**
 * The suite's tables with the pairs, rows and trials that are selected, in the suite's order; without those tables of which
 * nothing is left.
 * @throws Problem where the selection names what the suite has not, or nothing that it has
 */
export function selectTables(suite: Suite, selection: Selection): SelectedTable[] {
  const distillers = selectDistillers(suite, selection);
  const tables = suite.tables.filter(tableFilter(suite, selection));
  const isWanted = pairFilter(suite, selection);
  const selected = tables.map((table) => {
    const rows = rowsOf(table, distillers).map((row) => ({
      row,
      trials: trialsOf(row.trials ?? table.trials, selection),
    }));
    return {
      name: table.name,
      title: table.title ?? suite.title,
      against: table.against,
      metric: table.metric ?? usualMetric,
      side: table.side ?? usualSide,
      pairs: table.pairs.filter(isWanted),
      targets: table.targets ?? [],
      rows,
      trials: [...new Set(rows.flatMap(({ trials }) => trials))].sort((a, b) => a - b),
    };
  });
  const names = tables.map(({ name }) => name).join(' and ');
  const withPairs = selected.filter(({ pairs }) => pairs.length > 0);
  if (withPairs.length === 0) {
    throw new Problem(
      `${names} of the suite ${suite.name} has no pair ${selection.pairs?.join(', ')}`,
      `It has ${tables.flatMap(({ pairs }) => pairs.map(pairName)).join(', ')}`,
    );
  }
  const filled = withPairs.filter((table) => table.rows.length > 0);
  if (filled.length > 0) return filled;
  const rows = new Set(tables.flatMap((table) => rowsOf(table, suite.distillers).map(({ name }) => name)));
  throw new Problem(
    `${names} of the suite ${suite.name} has no row ${distillers.map(({ name }) => name).join(', ')}`,
    `It has ${[...rows].join(', ')}`,
  );
}

/** Those of the distillers that are rows of a table, in its order. */
function rowsOf({ distillers: own }: Suite['tables'][number], distillers: Row[]): Row[] {
  return own?.flatMap((name) => distillers.filter((distiller) => distiller.name === name)) ?? distillers;
}

function tableFilter({ name: suite, tables }: Suite, { tables: names }: Selection) {
  const named = new Map(tables.map((table) => [table.name, table]));
  // The paper's tables are known by their numbers.
  const typed = names?.map((name) => (/^\d+$/.test(name) ? `table${name}` : name));
  const wanted = new Set(typed?.map((name) => find(name, named, suite, 'table')));
  return (table: Suite['tables'][number]) => typed === undefined || wanted.has(table);
}

function pairFilter({ name: suite, tables }: Suite, { pairs: names }: Selection) {
  const pairs = tables.flatMap((table) => table.pairs);
  const known = new Map<string, Pair[]>();
  for (const pair of pairs) {
    for (const name of [pairName(pair), pair.teacher, pair.student])
      known.set(name, [...(known.get(name) ?? []), pair]);
  }
  const wanted = new Set(names?.flatMap((name) => find(name, known, suite, 'pair', pairs.map(pairName))));
  return (pair: Pair) => names === undefined || wanted.has(pair);
}

function trialsOf(ownCount: number, { trials, trial }: Selection): number[] {
  if (trial === undefined) {
    const count = checkCount('trials', trials ?? ownCount, mostTrials);
    return Array.from({ length: count }, (_, index) => index + 1);
  }
  if (trials !== undefined) throw new Problem('--trials and --trial are both given', 'Give one of them');
  for (const number of trial) checkCount('trial', number, mostTrials);
  return [...new Set(trial)].sort((a, b) => a - b);
}
