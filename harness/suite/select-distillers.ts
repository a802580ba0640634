import type { Row } from './row.ts';
import { find, type Selection } from './selection.ts';
import type { Suite } from './suite.ts';

/**
 * The suite's distillers that a selection names, in the suite's order.
 * @throws Problem for a name that is none of them
 */
export function selectDistillers(suite: Suite, { distillers: names = ['default'] }: Selection): Row[] {
  const { distillers, defaultDistillers, groups: declared = {} } = suite;
  const byDefault = distillers.filter(({ name }) => defaultDistillers?.includes(name) ?? true);
  const named = new Map(distillers.map((distiller) => [distiller.name, [distiller]]));
  const own = Object.entries(declared).map(
    ([group, members]) => [group, members.flatMap((name) => named.get(name)!)] as const,
  );
  const groups = new Map([...named, ...own, ['default', byDefault], ['all', distillers]]);
  const wanted = new Set(names.flatMap((name) => find(name, groups, suite.name, 'distiller')));
  return distillers.filter((distiller) => wanted.has(distiller));
}
