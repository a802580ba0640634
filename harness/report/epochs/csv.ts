import { stringify } from 'csv-stringify/sync';
import { epochColumns } from './columns.ts';
import type { EpochRow } from './rows.ts';

/** How many rows are made into text together. */
const atOnce = 1000;

/** The rows in CSV: numbers with all their digits, nothing where there is no value. */
export function epochsCsv(rows: readonly EpochRow[]): string {
  const parts = [stringify([epochColumns.map(({ name }) => name)])];
  // Not all at once: millions of values would have to be kept, and looked after, until the last row is written.
  for (let first = 0; first < rows.length; first += atOnce) {
    const some = rows.slice(first, first + atOnce);
    parts.push(stringify(some.map((row) => epochColumns.map(({ of }) => of(row) ?? ''))));
  }
  return parts.join('');
}
