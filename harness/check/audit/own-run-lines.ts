import { inColumns } from '../../base/terminal/columns.ts';
import type { Audit } from './audit.ts';
import { alpha } from './noise.ts';
import { section, signedPoints, two } from './section.ts';

/**
 * The part of the audit's text about tables and the runs that their authors list.
 * @param verbose list what is within noise too
 */
export function ownRunLines({ ownRuns }: Pick<Audit, 'ownRuns'>, verbose: boolean): string[] {
  const inTables = ownRuns.flatMap(({ table, ...one }) => (table ? [{ ...one, table }] : []));
  const beyond = inTables.filter(({ table }) => table.p <= alpha);
  const rows = (verbose ? inTables : beyond).map(({ column, method, runs, mean, table, repository, path }) => [
    ...[column, method, two(table.value), two(mean), String(runs), signedPoints(table.difference)],
    `${repository}, ${path}`,
  ]);
  const inNone = ownRuns.flatMap(({ column, method, runs, mean, over }) =>
    over
      ? [
          [
            column,
            method,
            two(mean),
            String(runs),
            `${signedPoints(over.gain)} over ${over.method}'s ${two(over.value)}`,
          ],
        ]
      : [],
  );
  return section(
    `Tables and the runs that their authors list: ${inTables.length} means, ${beyond.length} beyond noise.${verbose ? '' : ' --verbose lists the rest.'}`,
    'Means of runs in logs and scripts, of the epoch that the table is of. A table may be the mean of others too.',
    [
      ...inColumns(rows, ['pair', 'method', 'table', 'runs', 'how many', 'difference', 'source']),
      ...(inNone.length > 0 ? ['', 'Listed, and in no table:', ...inColumns(inNone)] : []),
    ],
  );
}
