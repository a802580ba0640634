import { near } from '../../base/near.ts';
import { Problem } from '../../base/problem.ts';
import { accuracyLevelsFor, tablesOf } from '../../check/check.ts';
import { checkAgainst } from '../../check/check-against.ts';
import type { Finding } from '../../check/finding.ts';
import { levelsFrom } from '../../check/levels.ts';
import { cellName } from '../../check/texts.ts';
import type { Cell, Column } from '../../results/cells.ts';
import type { Evidence } from '../../results/evidence/evidence.ts';

/** A table's cells here and in other results, side by side. */
export interface BesideTable {
  name: string;
  title: string;
  rows: BesideRow[];
}

/** A cell, in all results. */
export interface BesideRow {
  distiller: string;
  column: Column;
  here: Cell;
  /** One for each of the others. */
  there: BesideCell[];
}

/** A cell of other results. */
export interface BesideCell {
  /** Undefined where they do not have it. */
  cell: Cell | undefined;
  /** Ours minus theirs, in points; undefined where one of them has no trial. */
  difference: number | undefined;
  /** Of the check, at its usual levels. */
  finding: Finding | undefined;
}

/** What the numbers are. */
export const besideCaption =
  'Differences are the mean here minus the mean there, in points. The verdict is that of the check with --against, at its usual levels: trials of the same number are compared pair by pair.';

/** Results side by side. */
export interface Beside {
  /** Where the others lie, as the user can type it. */
  places: string[];
  tables: BesideTable[];
}

/**
 * The results of a suite here and elsewhere, cell by cell: those that anyone has a trial of.
 * @throws Problem where other results have no cell in common with these
 */
export function besideOf(evidence: Evidence, others: readonly Evidence[]): Beside {
  const ours = tablesOf(evidence);
  const levels = accuracyLevelsFor(evidence, levelsFrom({}, evidence.baseline));
  const theirs = others.map((other) => {
    const tables = tablesOf(other);
    const findings = new Map(checkAgainst(ours, tables, levels).map((finding) => [finding.name, finding]));
    const place = near(other.archive ?? other.results);
    if (findings.size > 0) return { place, findings, cells: cellsIn(tables) };
    const what = `--with ${place} has no cell of ${evidence.plan.suite.name} in common with these results`;
    throw new Problem(what, 'Give results of the same selection');
  });
  const titles = new Map(evidence.plan.tables.map(({ name, title }) => [name, title]));
  return {
    places: theirs.map(({ place }) => place),
    tables: ours.map(({ name, columns }) => ({
      ...{ name, title: titles.get(name)! },
      rows: columns.flatMap((column) => column.cells.flatMap((cell) => rowOf(name, column, cell))),
    })),
  };

  function rowOf(table: string, column: Column, here: Cell): BesideRow[] {
    const name = cellName(table, here.distiller.name, column);
    const there = theirs.map(({ cells, findings }): BesideCell => {
      const cell = cells.get(name);
      const isBoth = here.mean !== undefined && cell?.mean !== undefined;
      const difference = isBoth ? here.mean! - cell!.mean! : undefined;
      return { cell, difference, finding: findings.get(name) };
    });
    const isAnywhere = [here, ...there.map(({ cell }) => cell)].some((cell) => cell?.mean !== undefined);
    return isAnywhere ? [{ distiller: here.distiller.name, column, here, there }] : [];
  }
}

function cellsIn(tables: ReturnType<typeof tablesOf>): Map<string, Cell> {
  return new Map(
    tables.flatMap(({ name, columns }) =>
      columns.flatMap((column) =>
        column.cells.map((cell) => [cellName(name, cell.distiller.name, column), cell] as const),
      ),
    ),
  );
}
