import { isDeepStrictEqual } from 'node:util';
import type { Event } from '../journal/events.ts';
import type { Suite } from '../suite/schema.ts';
import { selectDistillers } from '../suite/select-distillers.ts';
import type { Selection } from '../suite/selection.ts';

/**
 * All that the runs of a suite asked for together, as far as they trained in the way of the last one: as many epochs, with
 * the same arithmetic and teachers.
 */
export function wholeSelection(suite: Suite, events: readonly Event[]): Selection {
  const selections = events.flatMap((event) => (event.event === 'run started' ? [event.selection] : []));
  const last = selections.at(-1);
  if (!last) return {};
  const way = ({ epochs, arithmetic, teacherSeed }: Selection): Selection => ({ epochs, arithmetic, teacherSeed });
  const alike = selections.filter((selection) => isDeepStrictEqual(way(selection), way(last)));
  const asked = new Set(alike.flatMap((selection) => selectDistillers(suite, stillKnown(suite, selection))));
  return {
    ...way(last),
    tables: unionOf(alike.map(({ tables }) => tables)),
    pairs: unionOf(alike.map(({ pairs }) => pairs)),
    distillers: suite.distillers.filter((one) => asked.has(one)).map(({ name }) => name),
    ...trialsOf(suite, alike),
  };
}

/** Without the rows that the suite no longer has. */
function stillKnown({ distillers }: Suite, selection: Selection): Selection {
  const names = new Set(['default', 'all', ...distillers.map(({ name }) => name.toLowerCase())]);
  return { ...selection, distillers: selection.distillers?.filter((name) => names.has(name.toLowerCase())) };
}

/** Undefined, which is all, where one of them is. */
function unionOf<One>(lists: readonly (One[] | undefined)[]): One[] | undefined {
  const known = lists.filter((list) => list !== undefined);
  return known.length < lists.length ? undefined : [...new Set(known.flat())];
}

/** The most trials that any of them has, where it is not each table's own number; single trials only where all are of single ones. */
function trialsOf({ tables }: Suite, selections: readonly Selection[]): Pick<Selection, 'trials' | 'trial'> {
  const single = unionOf(selections.map(({ trial }) => trial));
  if (single) return { trial: single.toSorted((a, b) => a - b) };
  const counts = selections.filter(({ trial }) => !trial).map(({ trials }) => trials);
  const most = Math.max(...counts.map((count) => count ?? 0));
  const own = Math.max(...tables.map(({ trials }) => trials));
  return counts.includes(undefined) && most <= own ? {} : { trials: most };
}

/** A selection of a selection: what is asked for takes the place of what there was, trials that of all other trials. */
export function narrowed({ trials, trial, ...others }: Selection, asked: Selection): Selection {
  const ofTrials = asked.trials === undefined && asked.trial === undefined ? { trials, trial } : {};
  const given = Object.entries(asked).filter(([, value]) => value !== undefined);
  return { ...others, ...ofTrials, ...Object.fromEntries(given) };
}
