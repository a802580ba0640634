import { pairName } from './pair-name.ts';
import type { PlannedColumn } from './plan.ts';

/** Why cells have no jobs: `FSP does not fit wrn_40_2/wrn_40_1, as ...`, once for all pairs with the same reason. */
export function unfitCells(columns: readonly PlannedColumn[]): string[] {
  const groups = new Map<string, { distiller: string; reason: string; pairs: string[] }>();
  for (const { pair, rows } of columns) {
    for (const { distiller, unfit: reason } of rows) {
      if (reason === undefined) continue;
      const key = JSON.stringify([distiller.name, reason]);
      const pairs = [...(groups.get(key)?.pairs ?? []), pairName(pair)];
      groups.set(key, { distiller: distiller.name, reason, pairs });
    }
  }
  return Array.from(
    groups.values(),
    ({ distiller, reason, pairs }) => `${distiller} does not fit ${pairs.join(', ')}, as ${reason}`,
  );
}
