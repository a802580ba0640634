import { needsTeacher } from '../job/distiller.ts';
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
 * @param trials how many each cell is to have; a cell that has fewer says how many
 * @param epochs the numbers of epochs that students are trained
 */
export function tableOf(columns: readonly Column[], trials: number, epochs: readonly number[]): Table {
  const distillers = columns[0]?.cells.map(({ distiller }) => distiller) ?? [];
  // What teaches itself is the baseline, and stands above the distillers.
  const order = [...distillers.filter((one) => !needsTeacher(one)), ...distillers.filter(needsTeacher)];
  return {
    caption: captionFor(trials, epochs, columns),
    rows: [
      plainRow('Teacher network', columns, ({ teacher }) => teacher),
      plainRow('Student network', columns, ({ student }) => student),
      plainRow('Teacher', columns, ({ teacherAccuracy }) => teacherAccuracy?.toFixed(2) ?? '-'),
      ...order.map((distiller) => ({
        name: needsTeacher(distiller) ? distiller.name : `Student (${distiller.name})`,
        cells: columns.map(({ cells }) => {
          const cell = cells.find((one) => one.distiller === distiller)!;
          return { text: textFor(cell, trials), best: cell === bestOf(cells) };
        }),
      })),
    ],
  };
}

function plainRow(name: string, columns: readonly Column[], text: (column: Column) => string) {
  return { name, cells: columns.map((column) => ({ text: text(column), best: false })) };
}

function textFor({ mean, deviation, accuracies }: Cell, trials: number): string {
  if (mean === undefined) return '-';
  const spread = deviation === undefined ? '' : ` (${deviation.toFixed(2)})`;
  const unfinished = accuracies.length < trials ? ` [${accuracies.length}]` : '';
  return `${mean.toFixed(2)}${spread}${unfinished}`;
}

/** The distiller with the highest mean, where there are several to choose from. */
function bestOf(cells: readonly Cell[]): Cell | undefined {
  const measured = cells.filter(({ distiller, mean }) => needsTeacher(distiller) && mean !== undefined);
  const [best, second] = measured.sort((a, b) => b.mean! - a.mean!);
  return second && best;
}

function captionFor(trials: number, epochs: readonly number[], columns: readonly Column[]): string {
  const last = epochs.length === 1 ? `last of ${epochs[0]} epochs` : 'last epoch';
  const value = trials === 1 ? 'of 1 trial' : `mean (standard deviation) over ${trials} trials`;
  const unfinished = columns.some(({ cells }) =>
    cells.some(({ accuracies: { length } }) => length > 0 && length < trials),
  );
  const note = unfinished ? '; [n]: over n trials so far' : '';
  const bold = columns.some(({ cells }) => bestOf(cells)) ? ' Bold: the best distiller.' : '';
  return `Top-1 test accuracy in %, ${last}, ${value}${note}.${bold}`;
}
