import { fixed } from '../../../results/cell-text.ts';
import { alignedTable } from '../markdown.ts';
import { type Coverage, coverageText } from './coverage.ts';
import { type Figures, improvementFormula } from './figures.ts';

/** The results of the distillers over all pairs, and how much of the tables there is; nothing with too little of both. */
export function derivedMarkdown(figures: readonly Figures[], coverage: Coverage): string[] {
  if (figures.length === 0) return [];
  if (figures.every(({ rank, aboveKd }) => rank === undefined && !aboveKd)) return [coverageText(coverage)];
  const head = ['Distiller', 'Mean rank', 'First on', 'Above KD on', 'Relative improvement over KD'];
  const lines = figures.map(({ distiller, pairs, rank, first, aboveKd, relativeImprovement }) => [
    distiller,
    rank === undefined ? '' : fixed(rank),
    pairs === 0 ? '' : `${first} of ${pairs}`,
    aboveKd ? `${aboveKd.wins} of ${aboveKd.pairs}` : '',
    relativeImprovement ? `${fixed(relativeImprovement.perCent)} % (${relativeImprovement.pairs})` : '',
  ]);
  const notes = [
    'Ranks are over the pairs that have a result of every distiller that can be used on them; 1 is the best.',
    `The relative improvement is ${improvementFormula}, in brackets: over how many pairs.`,
  ];
  return ['## Over all pairs', alignedTable([head, ...lines]), notes.join(' '), coverageText(coverage)];
}
