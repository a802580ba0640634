import { counted } from '../base/counted.ts';
import { signed } from '../results/cell-text.ts';
import type { Cell } from '../results/cells.ts';
import { type NamedPair, pairName } from '../suite/pair-name.ts';
import type { Judged } from './verdict.ts';

/** `table1: CRD on resnet56/resnet20`; with a target, `table4: CRD on wrn_40_2/wrn_16_2, stl10`. */
export function cellName(table: string, distiller: string, pair: NamedPair): string {
  return `${table}: ${distiller} on ${pairName(pair)}`;
}

/** `69.90 (0.21, 5 trials)`. */
export function measuredText({
  mean,
  deviation,
  trials: { length },
}: Pick<Cell, 'mean' | 'deviation' | 'trials'>): string {
  const count = counted(length, 'trial');
  return `${mean!.toFixed(2)} (${deviation === undefined ? '' : `${deviation.toFixed(2)}, `}${count})`;
}

/** The result of a cell, or why it has none. */
export function stateText(cell: Cell): string {
  if (cell.trials.length > 0) return measuredText(cell);
  return cell.failed === undefined ? 'not run' : `failed (${cell.failed})`;
}

/** `difference -1.26, 95 % between -1.55 and -0.97, p = 0.003`. */
export function estimateText({ estimate, interval, p }: Judged, margin: number): string {
  const [low, high] = interval!.map(signed);
  const beyond = margin > 0 ? ` (of a difference beyond ${margin})` : '';
  return `difference ${signed(estimate!.difference)}, 95 % between ${low} and ${high}, p${beyond} ${pText(p!)}`;
}

/** As papers have it: `< 0.001`, `= 0.023`, `> 0.99`. */
export function pText(p: number): string {
  if (p < 0.001) return '< 0.001';
  return p > 0.99 ? '> 0.99' : `= ${p.toFixed(3)}`;
}
