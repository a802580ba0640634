import { defineSuite, withOptions } from '../harness/suite/define-suite.ts';
import { afterCrd } from './after-crd/rows.ts';
import { semckd } from './after-crd/semckd.ts';
import { shortened, smallRows } from './digits/rows.ts';
import * as paper from './paper/distillers.ts';

/** In all suites of digits. */
export const crd = withOptions(paper.crd, { negatives: 256 }, '256 negatives, as 500 images have no 16,384');

const later = afterCrd
  .map((row) => (row === semckd ? withOptions(semckd, { batch: 16 }, "the recipe's batch") : row))
  // Three trials of all of them take less than half an hour on 2 cores; five would take longer.
  .map((row) => ({ ...shortened(row, 18), trials: 3 }));

export default defineSuite({
  name: 'digits',
  title: 'Distillation on 500 handwritten digits',
  description: 'The whole method in minutes on a laptop: with so few labels, what a teacher adds is easy to see.',

  dataset: { name: 'digits', training: 500, test: 1000 },

  // 576 steps; docs/findings/digits.md says how they were chosen. The rate drops after 150, 180 and 210 of the paper's 240 epochs.
  recipe: {
    epochs: 18,
    batch: 16,
    rate: 0.0125,
    momentum: 0.9,
    weightDecay: 5e-4,
    dropsAfter: [11, 14, 16],
    dropFactor: 0.1,
  },

  tables: [{ name: 'digits', pairs: [{ teacher: 'resnet20', student: 'resnet8' }], trials: 5 }],

  distillers: [...smallRows(crd, 3, 'a first stage of 3 epochs, about as much of 18 as 30 are of 240'), ...later],
  // Few enough for a first look; `--distillers all` trains the others too.
  defaultDistillers: ['vanilla', 'KD', 'CRD', 'CRD+KD'],
  groups: { 'after-crd': later.map(({ name }) => name) },

  baseline: 'digits',

  threads: 1,
});
