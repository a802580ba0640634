import { pairName } from './pair-name.ts';
import type { PlannedColumn } from './plan.ts';

/** Why cells have no jobs: `FSP does not fit wrn_40_2/wrn_40_1, as ...`, once for all rows and pairs with the same reason. */
export function unfitCells(columns: readonly PlannedColumn[]): string[] {
  const rows = new Map<string, { distiller: string; reason: string; pairs: string[] }>();
  for (const column of columns) {
    for (const { distiller, unfit: reason } of column.rows) {
      if (reason === undefined) continue;
      const key = JSON.stringify([distiller.name, reason]);
      const pairs = [...(rows.get(key)?.pairs ?? []), pairName(column.pair)];
      rows.set(key, { distiller: distiller.name, reason, pairs });
    }
  }
  const groups = new Map<string, { distillers: string[]; why: string }>();
  for (const { distiller, reason, pairs } of rows.values()) {
    const why = `fit ${pairs.join(', ')}, as ${reason}`;
    groups.set(why, { distillers: [...(groups.get(why)?.distillers ?? []), distiller], why });
  }
  return Array.from(groups.values(), ({ distillers, why }) => {
    const [last, ...others] = distillers.toReversed();
    return others.length === 0
      ? `${last} does not ${why}`
      : `${others.toReversed().join(', ')} and ${last} do not ${why}`;
  });
}
