import { fixed } from '../../../results/cell-text.ts';
import type { Column } from '../../../results/cells.ts';
import { coverageOf, coverageText } from '../../tables/derived/coverage.ts';
import { type Figures, figuresOf, improvementFormula } from '../../tables/derived/figures.ts';
import type { Grid, GridCell } from '../page-data.ts';
import { publishedColumns } from './published-columns.ts';

/** What distillers come to over all pairs, with what follows from the published means of the same cells. */
export function derivedGrids(columns: readonly Column[]): Grid[] {
  const figures = figuresOf(columns);
  if (figures.every(({ rank, aboveKd }) => rank === undefined && !aboveKd)) return [];
  const published = new Map(figuresOf(publishedColumns(columns)).map((one) => [one.distiller, one]));
  return [
    {
      id: 'over-all-pairs',
      title: 'Over all pairs',
      lead: `The relative improvement over KD is ${improvementFormula}. Ranks are over the pairs that have a result of every distiller that can be used on them; 1 is the best. ${coverageText(coverageOf(columns))}`,
      columns: [
        { name: 'Distiller' },
        ...['Mean rank', 'First on', 'Above KD on', 'Relative improvement', 'Published'].map((name) => ({
          name,
          numeric: true,
        })),
      ],
      rows: figures.map((one) => rowOf(one, published.get(one.distiller))),
    },
  ];
}

function rowOf(
  { distiller, pairs, rank, first, aboveKd, relativeImprovement }: Figures,
  published?: Figures,
): GridCell[] {
  return [
    { text: distiller, distiller },
    rank === undefined ? nothing : { text: rank.toFixed(2), value: rank },
    pairs === 0 ? nothing : { text: `${first} of ${pairs}`, value: first },
    aboveKd ? { text: `${aboveKd.wins} of ${aboveKd.pairs}`, value: aboveKd.wins } : nothing,
    improvementCell(relativeImprovement),
    improvementCell(published?.relativeImprovement),
  ];
}

const nothing: GridCell = { text: '' };

function improvementCell(improvement: Figures['relativeImprovement']): GridCell {
  return improvement ? { text: `${fixed(improvement.perCent)} %`, value: improvement.perCent } : nothing;
}
