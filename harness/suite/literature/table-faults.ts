import { isStudiedNetwork } from './networks.ts';
import type { Mark, PublishedTable } from './schema.ts';

/** What is wrong at a place of a source's tables: what it must be, as the end of `It must be`. */
export interface TableFault {
  path: (string | number)[];
  message: string;
}

/** These are of one network, and all other methods of a pair. */
const lone = ['vanilla', 'teacher'];

/**
 * What is wrong in how the parts of tables go together: each of its parts is allowed.
 * @param mark of the tables that do not say it
 */
export function tableFaults(tables: readonly PublishedTable[], mark: Mark): TableFault[] {
  return tables.flatMap((table, index) =>
    [
      ...columnFaults(table),
      ...lengthFaults(table),
      ...emptyFaults(table),
      ...cellFaults(table),
      ...statementFaults(table),
      ...quoteFaults(table, mark),
      ...settingsFaults(table),
    ].map(({ path, message }) => ({ path: [index, ...path], message })),
  );
}

/** `teacher/student`, or a network alone. */
export function isColumn(column: string): boolean {
  const networks = column.split('/');
  return networks.length <= 2 && networks.every(isStudiedNetwork);
}

const columnFaults = ({ columns }: PublishedTable): TableFault[] => {
  const seen = new Set<string>();
  return columns.flatMap((column, place) => {
    const path = ['columns', place];
    if (!isColumn(column)) return [{ path, message: 'teacher/student or a network, of known networks' }];
    if (seen.has(column)) return [{ path, message: 'there only once' }];
    seen.add(column);
    return [];
  });
};

const lengthFaults = ({ columns, rows, deviations, trials }: PublishedTable): TableFault[] =>
  Object.entries({ rows, deviations, trials }).flatMap(([field, lists]) =>
    Object.entries(lists)
      .filter(([, list]) => list.length !== columns.length)
      .map(([method]) => ({
        path: [field, method],
        message:
          columns.length === 1 ? 'one number for the one column' : `one for each of the ${columns.length} columns`,
      })),
  );

function emptyFaults({ rows, trials, statements }: PublishedTable): TableFault[] {
  if (statements.length + Object.keys({ ...rows, ...trials }).length === 0) {
    return [{ path: ['rows'], message: 'there with one method at least, where there are no trials' }];
  }
  const without = (lists: Record<string, (number | null | number[])[]>, field: string, message: string) =>
    Object.entries(lists)
      .filter(([, list]) => list.every((entry) => entry === null || (Array.isArray(entry) && entry.length === 0)))
      .map(([method]) => ({ path: [field, method], message }));
  return [...without(rows, 'rows', 'one number at least'), ...without(trials, 'trials', 'one run at least')];
}

function cellFaults({ columns, rows, deviations, trials }: PublishedTable): TableFault[] {
  const meanOf = (method: string, place: number) => rows[method]?.[place] ?? null;
  const cells = <Value>(lists: Record<string, Value[]>, field: string, faultOf: FaultOf<Value>): TableFault[] =>
    Object.entries(lists).flatMap(([method, list]) =>
      list.flatMap((value, place) => {
        const message = faultOf(value, method, place);
        return message === undefined ? [] : [{ path: [field, method, place], message }];
      }),
    );
  const misplaced = (none: string, method: string, place: number) => {
    const [isLone, column] = [lone.includes(method), columns[place]];
    // A row may be too long, which is a fault of its own.
    if (column === undefined || isLone !== column.includes('/')) return undefined;
    return isLone
      ? `${none}: ${method} is of one network; give it a table whose columns are networks, such as ${column.split('/').at(-1)}`
      : `${none}: ${column} is a network alone, and ${method} is of a pair, teacher/student`;
  };
  return [
    ...cells(rows, 'rows', (value, method, place) => (value === null ? undefined : misplaced('null', method, place))),
    ...cells(trials, 'trials', (runs, method, place) => {
      if (runs.length === 0) return undefined;
      if (meanOf(method, place) !== null) return 'left out, or the number of the row: their mean is one already';
      return misplaced('[]', method, place);
    }),
    ...cells(deviations, 'deviations', (deviation, method, place) =>
      deviation !== null && meanOf(method, place) === null ? 'null where the row has no value' : undefined,
    ),
  ];
}

type FaultOf<Value> = (value: Value, method: string, place: number) => string | undefined;

const statementFaults = ({ columns, statements }: PublishedTable): TableFault[] =>
  statements.flatMap(({ column }, place) =>
    columns.includes(column) ? [] : [{ path: ['statements', place, 'column'], message: "one of the table's columns" }],
  );

/** Who copies a number is no witness for it, so that both must be said. */
const quoteFaults = ({ quotes, mark }: PublishedTable, usual: Mark): TableFault[] =>
  quotes === undefined || (mark ?? usual) === 'quoted'
    ? []
    : [{ path: ['quotes'], message: `left out where the mark is '${mark ?? usual}', and not 'quoted'` }];

/** Without settings of its own a table is of the method's row. */
const settingsFaults = ({ row, settings }: PublishedTable): TableFault[] =>
  row !== undefined && settings === undefined
    ? [{ path: ['row'], message: 'left out where there are no settings, which it is the row of' }]
    : [];
