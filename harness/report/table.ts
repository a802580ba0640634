import { type Distiller, needsTeacher } from '../job/distiller.ts';
import { captionFor } from './caption.ts';
import type { Cell, Column } from './cells.ts';

/** A table as the paper prints them: a column a pair of networks, a row a distiller. */
export interface Table {
  caption: string;
  rows: { name: string; cells: TableCell[] }[];
}

export interface TableCell {
  text: string;
  /** The best of the distillers in its column. */
  best: boolean;
}

/**
 * @param trials the numbers of those that each cell is to have; a cell that has fewer says how many
 * @param epochs the numbers of epochs that students are trained
 */
export function tableOf(columns: readonly Column[], trials: readonly number[], epochs: ReadonlySet<number>): Table {
  const distillers = columns[0]?.cells.map(({ distiller }) => distiller) ?? [];
  // What teaches itself is the baseline, and stands above the distillers.
  const order = [...distillers.filter((one) => !needsTeacher(one)), ...distillers.filter(needsTeacher)];
  const best = columns.map(({ cells }) => bestOf(cells));
  return {
    caption: captionFor({ columns, trials, epochs, bold: best.some((cell) => cell !== undefined) }),
    rows: [
      plainRow('Teacher network', columns, ({ teacher }) => teacher),
      plainRow('Student network', columns, ({ student }) => student),
      plainRow('Teacher', columns, ({ teacherAccuracy }) => teacherAccuracy?.toFixed(2) ?? '-'),
      ...order.map((distiller) => ({
        name: rowName(distiller),
        cells: columns.map(({ cells }, column) => {
          const cell = cells.find((one) => one.distiller === distiller)!;
          return { text: textFor(cell, trials.length), best: cell === best[column] };
        }),
      })),
    ],
  };
}

function rowName(distiller: Distiller): string {
  return needsTeacher(distiller) ? distiller.name : `Student (${distiller.name})`;
}

function plainRow(name: string, columns: readonly Column[], text: (column: Column) => string) {
  return { name, cells: columns.map((column) => ({ text: text(column), best: false })) };
}

function textFor({ mean, deviation, trials: done, unfit }: Cell, trials: number): string {
  if (unfit !== undefined) return 'n/a';
  if (mean === undefined) return '-';
  const spread = deviation === undefined ? '' : ` (${deviation.toFixed(2)})`;
  const unfinished = done.length < trials ? ` [${done.length}]` : '';
  return `${mean.toFixed(2)}${spread}${unfinished}`;
}

/** The distiller with the highest mean, where there are several to choose from. */
function bestOf(cells: readonly Cell[]): Cell | undefined {
  const measured = cells.filter(({ distiller, mean }) => needsTeacher(distiller) && mean !== undefined);
  const [best, second] = measured.sort((a, b) => b.mean! - a.mean!);
  return second && best;
}
