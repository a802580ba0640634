import type { Column } from './cells.ts';

export interface CaptionOptions {
  columns: readonly Column[];
  /** The numbers of the trials that each cell is to have. */
  trials: readonly number[];
  /** The numbers of epochs that students are trained. */
  epochs: ReadonlySet<number>;
  /** Is a distiller in bold? */
  bold: boolean;
}

/** What a table's numbers are. */
export function captionFor({ columns, trials, epochs, bold }: CaptionOptions): string {
  const last = epochs.size === 1 ? `last of ${[...epochs][0]} epochs` : 'last epoch';
  const unfinished = columns.some(({ cells }) =>
    cells.some((cell) => cell.trials.length > 0 && cell.trials.length < trials.length),
  );
  const note = unfinished ? '; [n]: over n trials so far' : '';
  const sentence = `Top-1 test accuracy in %, ${last}, ${statisticOf(trials)}${note}.`;
  return bold ? `${sentence} Bold: the best distiller.` : sentence;
}

function statisticOf(trials: readonly number[]): string {
  const fromOne = trials.at(-1) === trials.length;
  if (trials.length === 1) return fromOne ? 'of 1 trial' : `of trial ${trials[0]}`;
  return `mean (standard deviation) over ${fromOne ? `${trials.length} trials` : `trials ${trials.join(', ')}`}`;
}
