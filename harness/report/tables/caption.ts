import { counted } from '../../base/counted.ts';
import type { How } from '../../job/how.ts';
import type { Metric } from '../../job/metric.ts';
import type { Side } from '../../job/side.ts';
import type { State } from '../../results/cell-text.ts';

export interface CaptionOptions {
  metric: Metric;
  /** Whose it is of networks that learn from each other; undefined where there are none. */
  mutualSide: Side | undefined;
  /** Of all cells. */
  states: ReadonlySet<State>;
  /** Has a cell fewer trials than the table? */
  fewer: boolean;
  /** Has a cell fewer trials than it is to have? */
  unfinished: boolean;
  /** The numbers of the table's trials. */
  trials: readonly number[];
  /** How networks are transferred; none where they are tested on what they were trained on. */
  hows: ReadonlySet<How>;
  /** The numbers of epochs that students are trained. */
  epochs: ReadonlySet<number>;
  /** Is a distiller in bold? */
  bold: boolean;
  /** Do the best epochs stand beside the last ones? */
  bestEpoch: boolean;
}

/** What a table's numbers are: of what occurs in it, and of nothing else. */
export function captionFor({
  metric,
  mutualSide,
  states,
  fewer,
  unfinished,
  trials,
  hows,
  epochs,
  bold,
  bestEpoch,
}: CaptionOptions): string {
  const [count] = epochs;
  const last = epochs.size === 1 ? `last of ${counted(count!, 'epoch')}` : 'last epoch';
  const note = fewer ? `; [n]: over n trials${unfinished ? ' so far' : ''}` : '';
  const sentences = [
    `${titleOf(metric)} in %, ${last}, ${statisticOf(trials)}${note}.`,
    mutualSide &&
      `Both networks learn from each other, and the distillers' numbers are the ${mutualSide}'s; those above learnt alone.`,
    hows.has('linear probe') &&
      "Of a linear probe: a linear layer on the frozen network's pooled vector, fitted and tested on the target's own images.",
    hows.has('fine-tuning') &&
      "Of fine-tuning: all of the network trained further on the target's own images, with a new classifier.",
    hows.has('segmentation') &&
      'Of segmentation: all of the network trained further to say which class each pixel is of, with a new classifier on each place of its last map.',
    bold && 'Bold: the best distiller.',
    bestEpoch && 'After the slash: the mean of the best epochs, which were chosen on the test images.',
    states.has('waits') && 'waits: not run yet.',
    states.has('failed') &&
      'failed: a job of it or its teacher failed, and is not tried again unless you run the suite.',
  ];
  return sentences.filter(Boolean).join(' ');
}

/** `Top-1 test accuracy`, `Test pixel accuracy`, `Test mean IoU` */
function titleOf(metric: Metric): string {
  return metric.startsWith('top-') ? metric.replace('top', 'Top').replace(' ', ' test ') : `Test ${metric}`;
}

function statisticOf(trials: readonly number[]): string {
  const fromOne = trials.at(-1) === trials.length;
  if (trials.length === 1) return fromOne ? 'of 1 trial' : `of trial ${trials[0]}`;
  return `mean (standard deviation) over ${fromOne ? `${trials.length} trials` : `trials ${trials.join(', ')}`}`;
}
