import { parquetWriteBuffer } from 'hyparquet-writer';
import { type EpochColumn, epochColumns, type Value } from './columns.ts';
import type { EpochRow } from './rows.ts';

/** The rows in Parquet, compressed with Snappy: null where there is no value. */
export function epochsParquet(rows: readonly EpochRow[]): Uint8Array {
  const columnData = epochColumns.map(({ name, type, of }) => ({
    name,
    type,
    data: rows.map((row) => encoded(type, of(row))),
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}

/** As the writer takes it. */
function encoded(type: EpochColumn['type'], value: Value): string | number | bigint | null {
  if (value === undefined) return null;
  return type === 'INT64' ? BigInt(value) : value;
}
