import { Problem } from '../../base/problem.ts';
import type { ImportedTeacher } from '../../job/imported.ts';
import { canonicalSelection } from '../../suite/canonical-selection.ts';
import type { Selection } from '../../suite/selection.ts';
import type { Suite } from '../../suite/suite.ts';
import type { Event } from './events.ts';

/**
 * What runs asked for of a suite, each selection once, the newest first. What a suite that has changed since no longer has is
 * left out.
 */
export function ranSelections(
  suite: Suite,
  events: readonly Event[],
  imported: readonly ImportedTeacher[],
): Selection[] {
  const asked = events.flatMap((event) => (event.event === 'run started' ? [event.selection] : [])).toReversed();
  // Before a teacher was imported, the suite's own trained theirs.
  const trained = imported.length > 0 ? asked.map((selection) => ({ teacherSeed: 0, ...selection })) : [];
  const distinct = new Map([...asked, ...trained].map((selection) => [JSON.stringify(selection), selection]));
  const known = [...distinct.values()].flatMap((selection) => {
    try {
      return [canonicalSelection(suite, selection, imported)];
    } catch (error) {
      if (error instanceof Problem) return [];
      throw error;
    }
  });
  return [...new Map(known.map((selection) => [JSON.stringify(selection), selection])).values()];
}
