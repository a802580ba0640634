import type { Highlight, PageTable } from '../page-data.ts';
import { fixed } from './number-text.ts';

/** The few numbers that stand out: those that follow from the cells alone. */
export function highlightsFor(tables: readonly PageTable[]): Highlight[] {
  const cells = tables.flatMap(({ rows }) => rows.filter(({ fixed }) => !fixed).flatMap((row) => row.cells));
  const compared = cells.filter(({ published, mean }) => published !== undefined && mean !== undefined);
  const judged = cells.flatMap(({ verdict }) => verdict ?? []);
  const distances = compared.map(({ published, mean }) => Math.abs(mean! - Number(published)));
  const average = distances.reduce((sum, one) => sum + one, 0) / distances.length;
  return [
    ...(judged.length > 0
      ? [
          {
            label: 'Cells that agree',
            value: `${judged.filter(({ tone }) => tone === 'fine').length} of ${judged.length}`,
            note: 'of those that could be compared',
          },
        ]
      : []),
    ...(compared.length > 0
      ? [
          {
            label: 'Distance from the published means',
            value: `${fixed(average)} points`,
            note: `on the average over ${compared.length} cells`,
          },
        ]
      : []),
  ];
}
