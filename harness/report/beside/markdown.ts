import { resultText, signed } from '../../results/cell-text.ts';
import { pairName } from '../../suite/pair-name.ts';
import { alignedTable } from '../tables/markdown.ts';
import { type Beside, besideCaption } from './beside.ts';

/** Results side by side, as Markdown: one table for each of the suite's, one row per cell. */
export function besideMarkdown({ places, tables }: Beside): string {
  const head = ['Cell', 'here', ...places.flatMap((place) => [place, 'difference', 'verdict'])];
  return tables
    .filter(({ rows }) => rows.length > 0)
    .map(({ title, rows }) => {
      const lines = rows.map(({ distiller, column, here, there }) => [
        `${distiller} on ${pairName(column)}`,
        resultText(here),
        ...there.flatMap(({ cell, difference, finding }) => [
          cell ? resultText(cell) : '',
          difference === undefined ? '' : signed(difference),
          finding?.verdict ?? '',
        ]),
      ]);
      return [`## ${title}: beside other results`, alignedTable([head, ...lines]), besideCaption].join('\n\n');
    })
    .join('\n\n');
}
