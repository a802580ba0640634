import { paperCellName } from '../../../check/check-literature.ts';
import type { Finding } from '../../../check/finding.ts';
import { cellName } from '../../../check/texts.ts';
import type { Cell } from '../../../results/cells.ts';
import { shownNumber } from '../../../results/sourced.ts';
import type { NamedPair } from '../../../suite/pair-name.ts';

/** What a finding is called that compares a cell with the published number beside it: of several papers' numbers, the one that tables show. */
export function shownFindingName(table: string, cell: Cell, pair: NamedPair): string {
  const shown = shownNumber(cell.sourced ?? []);
  return shown ? paperCellName(table, cell, pair, shown) : cellName(table, cell.distiller.name, pair);
}

/** Findings about a cell without those about numbers of papers that do not stand beside it; all of them where none does. */
export function shownFindings(all: readonly Finding[], table: string, cell: Cell, pair: NamedPair): Finding[] {
  if (!shownNumber(cell.sourced ?? [])) return [...all];
  const names = [cellName(table, cell.distiller.name, pair), shownFindingName(table, cell, pair)];
  return all.filter(({ kind, name }) => kind === 'band' || names.includes(name));
}
