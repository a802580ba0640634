import type { ImportedTeacher } from '../job/imported.ts';
import { expand } from './expand.ts';
import { pairName } from './pair-name.ts';
import type { Plan } from './plan.ts';
import { selectDistillers } from './select-distillers.ts';
import type { Selection } from './selection.ts';
import type { Suite } from './suite.ts';

/**
 * A selection with names as the suite has them, and without what changes nothing: two that come to the same are the same then.
 * Nothing is left of the suite's own selection.
 * @throws Problem where it does not fit the suite
 */
export function canonicalSelection(
  suite: Suite,
  selection: Selection,
  imported: readonly ImportedTeacher[] = [],
): Selection {
  const keys = givenKeys(selection);
  if (keys.length === 0) return {};
  const plan = expand(suite, selection, imported);
  const whole = textOf(plan);
  let left = withOwnNames(suite, selection, plan);
  for (const key of keys) {
    const { [key]: _, ...without } = left;
    if (textOf(expand(suite, without, imported)) === whole) left = without;
  }
  return left;
}

/** In the order in which the options are listed, so that the same selection has the same keys in the same order. */
const order: (keyof Selection)[] = [
  ...(['tables', 'pairs', 'distillers', 'trials', 'trial'] as const),
  ...(['epochs', 'teacherSeed', 'arithmetic'] as const),
];

function givenKeys(selection: Selection): (keyof Selection)[] {
  return order.filter((key) => selection[key] !== undefined);
}

function withOwnNames(suite: Suite, selection: Selection, { tables }: Plan): Selection {
  const columns = tables.flatMap((table) => table.columns);
  const named: Selection = {
    ...selection,
    ...(selection.tables && { tables: tables.map(({ name }) => name) }),
    ...(selection.pairs && { pairs: [...new Set(columns.map(({ pair }) => pairName(pair)))] }),
    ...(selection.distillers && { distillers: selectDistillers(suite, selection).map(({ name }) => name) }),
    ...(selection.trial && { trial: [...new Set(selection.trial)].sort((a, b) => a - b) }),
  };
  return Object.fromEntries(givenKeys(named).map((key) => [key, named[key]]));
}

/** All that a plan says about jobs and about where they are. */
function textOf({ tables }: Plan): string {
  return JSON.stringify(
    tables.map(({ name, trials, columns }) => [
      name,
      trials,
      columns.map(({ pair, target, teacher, teacherOnTarget, rows }) => [
        [pairName({ ...pair, target }), teacher.id, teacherOnTarget?.id],
        rows.map(({ distiller, jobs }) => [distiller.name, jobs]),
      ]),
    ]),
  );
}
