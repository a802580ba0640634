import { pairName } from './pair-name.ts';
import type { PlannedColumn } from './plan.ts';

/**
 * Why cells have no jobs: `FSP does not fit wrn_40_2/wrn_40_1, as ...`, once for all pairs with the same reason, and once for all
 * distillers with the same pairs and reason.
 */
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
  const lines = new Map<string, string[]>();
  for (const { distiller, reason, pairs } of groups.values()) {
    const where = `${pairs.join(', ')}, as ${reason}`;
    lines.set(where, [...(lines.get(where) ?? []), distiller]);
  }
  return Array.from(
    lines,
    ([where, names]) => `${listed(names)} ${names.length === 1 ? 'does' : 'do'} not fit ${where}`,
  );
}

/** `A`, `A and B`, `A, B and C` */
const listed = (names: readonly string[]) =>
  [names.slice(0, -1).join(', '), names.at(-1)].filter((part) => part !== '').join(' and ');
