import { needsTeacher } from '../../job/distiller.ts';
import { gainOf } from '../../job/metric.ts';
import { differenceText, resultText, stateOf } from '../../results/cell-text.ts';
import type { Cell, Column } from '../../results/cells.ts';
import { teachersName } from '../../suite/pair-name.ts';
import { captionFor } from './caption.ts';

/** A table as the paper prints them: one column per pair of networks, one row per distiller. */
export interface Table {
  title: string;
  caption: string;
  rows: TableRow[];
}

export interface TableRow {
  name: string;
  /** What it holds: names of networks, those networks' own values, or a distiller's. */
  kind: 'names' | 'networks' | 'distiller';
  cells: TableCell[];
}

export interface TableCell {
  text: string;
  /** The best of the distillers in its column. */
  best: boolean;
}

export interface TableOptions {
  title: string;
  columns: readonly Column[];
  /** The numbers of all that a row is to have; a cell that has fewer says how many. */
  trials: readonly number[];
  /** Let the best epochs stand beside the last ones? */
  bestEpoch?: boolean;
}

/** The table of results. */
export function resultTable({ title, columns, trials, bestEpoch = false }: TableOptions): Table {
  const best = columns.map(bestOf);
  const all = columns.flatMap(({ cells }) => cells);
  const caption = captionFor({
    metric: columns[0]!.metric,
    mutualSide: columns.find(({ mutual }) => mutual)?.side,
    states: new Set(all.map(stateOf)),
    fewer: all.some((cell) => cell.trials.length > 0 && cell.trials.length < trials.length),
    unfinished: all.some((cell) => cell.trials.length > 0 && cell.trials.length < cell.planned),
    trials,
    hows: new Set(columns.flatMap(({ target }) => target?.how ?? [])),
    epochs: new Set(columns.map(({ epochs }) => epochs)),
    bold: best.some((cell) => cell !== undefined),
    bestEpoch: bestEpoch && columns.some(({ target }) => !target),
  });
  const rows = distillerRows(columns, (cell, column) => ({
    text: resultText(cell, { bestEpoch, trials: trials.length }),
    best: cell === best[column],
  }));
  const teachers = columns.map(({ teacherValue }) => teacherValue?.toFixed(2) ?? '-');
  return { title, caption, rows: [...headRows(columns, teachers), ...rows] };
}

/** How far the results are from what was published; undefined where nothing can be compared. */
export function differenceTable({ title, columns }: TableOptions): Table | undefined {
  const compared = columns.some(({ cells }) => cells.some(({ mean, published }) => mean !== undefined && published));
  if (!compared) return undefined;
  const teachers = columns.map(({ teacherValue, teacherPublished }) =>
    differenceText(teacherValue, teacherPublished?.mean.value),
  );
  return {
    title: `${title}: difference from what was published`,
    caption: 'Ours minus what was published, in points; in brackets what was published.',
    rows: [
      ...headRows(columns, teachers),
      ...distillerRows(columns, ({ mean, published, unfit }) => ({
        text: unfit === undefined ? differenceText(mean, published?.mean.value) : 'n/a',
        best: false,
      })),
    ],
  };
}

function headRows(columns: readonly Column[], teachers: readonly string[]): TableRow[] {
  const row = (name: string, kind: TableRow['kind'], texts: readonly string[]) => ({
    name,
    kind,
    cells: texts.map((text) => ({ text, best: false })),
  });
  return [
    row('Teacher network', 'names', columns.map(teachersName)),
    row(
      'Student network',
      'names',
      columns.map(({ student }) => student),
    ),
    ...(columns.some(({ target }) => target)
      ? [
          row(
            'Target',
            'names',
            columns.map(({ target }) => target?.title ?? '-'),
          ),
        ]
      : []),
    row('Teacher', 'networks', teachers),
  ];
}

/** What teaches itself is the baseline, and stands above the distillers. */
function distillerRows(columns: readonly Column[], textOf: (cell: Cell, column: number) => TableCell): TableRow[] {
  const distillers = columns[0]?.cells.map(({ distiller }) => distiller) ?? [];
  const order = [...distillers.filter((one) => !needsTeacher(one)), ...distillers.filter(needsTeacher)];
  return order.map((distiller) => ({
    name: needsTeacher(distiller) ? distiller.name : `Student (${distiller.name})`,
    kind: needsTeacher(distiller) ? ('distiller' as const) : ('networks' as const),
    cells: columns.map(({ cells }, column) =>
      textOf(cells.find((cell) => cell.distiller.name === distiller.name)!, column),
    ),
  }));
}

/** The distiller with the best mean, where there are several to choose from. */
function bestOf({ cells, metric }: Column): Cell | undefined {
  const measured = cells.filter(({ distiller, mean }) => needsTeacher(distiller) && mean !== undefined);
  const [best, second] = measured.sort((a, b) => gainOf(metric, b.mean!, a.mean!));
  return second && best;
}
