import { resultText } from '../../../results/cell-text.ts';
import { type Beside, type BesideCell, besideCaption } from '../../beside/beside.ts';
import { pairText } from '../charts/figures.ts';
import type { Grid, GridCell } from '../page-data.ts';
import { signedNumber } from './number-text.ts';

/** Results of several folders side by side, a table for each of the suite's. */
export function besideGrids({ places, tables }: Beside): Grid[] {
  return tables
    .filter(({ rows }) => rows.length > 0)
    .map(({ name, title, rows }) => ({
      ...{ id: `beside-${name}`, title, lead: besideCaption },
      columns: [
        { name: 'Distiller' },
        { name: 'Pair' },
        { name: 'Here', numeric: true },
        ...places.flatMap((place, index) => [
          { name: place, numeric: true },
          { name: `Difference${numberOf(places, index)}`, numeric: true },
          { name: `Verdict${numberOf(places, index)}` },
        ]),
      ],
      rows: rows.map(({ distiller, column, here, there }) => [
        { text: distiller, distiller },
        { text: pairText(column) },
        { text: resultText(here), value: here.mean },
        ...there.flatMap(cellsOf),
      ]),
    }));
}

/** Names of columns differ. */
const numberOf = ({ length }: readonly string[], index: number) => (length > 1 ? ` ${index + 1}` : '');

function cellsOf({ cell, difference, finding }: BesideCell): GridCell[] {
  return [
    { text: cell ? resultText(cell) : '', value: cell?.mean },
    { text: difference === undefined ? '' : signedNumber(difference), value: difference },
    finding ? { text: finding.verdict, tone: finding.outcome } : { text: '' },
  ];
}
