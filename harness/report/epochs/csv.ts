import { stringify } from 'csv-stringify/sync';
import { epochColumns } from './columns.ts';
import type { EpochRow } from './rows.ts';

/** The rows in CSV: numbers with all their digits, nothing where there is no value. */
export function epochsCsv(rows: readonly EpochRow[]): string {
  return stringify([
    epochColumns.map(({ name }) => name),
    ...rows.map((row) => epochColumns.map(({ of }) => of(row) ?? '')),
  ]);
}
