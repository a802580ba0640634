import type { PageRow, PageTable } from '../page-data.ts';
import { CellDetails, roomFor } from './cell.tsx';
import { DistillerName } from './distiller-name.tsx';
import { Legend } from './legend.tsx';
import { Scrolling } from './scrolling.tsx';
import { SortButton } from './sort-button.tsx';
import { Unbroken } from './unbroken.tsx';

/** A table as the paper prints it, with the published number below each of ours; its distillers can be sorted. */
export function PaperTable({ table: { name, title, caption, pairs, rows, notes } }: { table: PageTable }) {
  const captionId = `${name}-caption`;
  const rooms = pairs.map((_, pair) => roomFor(rows.map(({ cells }) => cells[pair]!)));
  const body = (some: readonly PageRow[]) =>
    some.map((row) => (
      <tr key={row.name}>
        <th scope="row">
          {row.distiller === undefined ? (
            row.name
          ) : (
            <DistillerName distiller={row.distiller}>
              <Unbroken text={row.name} />
            </DistillerName>
          )}
        </th>
        {row.cells.map((cell, pair) => (
          <CellDetails
            key={pair}
            id={`${name}-${rows.indexOf(row)}-${pair}`}
            cell={cell}
            about={[row.name, pairs[pair]!]}
            room={rooms[pair]!}
          />
        ))}
      </tr>
    ));
  return (
    <div class="table">
      <Scrolling labelledBy={captionId}>
        <table class={`paper ${widthOf(pairs.length)} sortable`}>
          <caption id={captionId}>
            <span>
              <strong>{title}.</strong> <Unbroken text={caption} />
            </span>
          </caption>
          <thead>
            <tr>
              <th scope="col" aria-sort="none">
                <SortButton>Distiller</SortButton>
              </th>
              {pairs.map(({ teacher, student, mutual, target }) => (
                <th key={`${teacher} ${student} ${target}`} scope="col" aria-sort="none" data-numeric>
                  <SortButton>
                    <span class="teacher">
                      {teacher} {mutual ? 'and' : 'to'}{' '}
                    </span>
                    <span class="student">{student}</span>
                    {target && <span class="target">, {target}</span>}
                  </SortButton>
                </th>
              ))}
            </tr>
          </thead>
          <tbody class="fixed">{body(rows.filter(({ fixed }) => fixed))}</tbody>
          <tbody>{body(rows.filter(({ fixed }) => !fixed))}</tbody>
        </table>
      </Scrolling>
      <Legend cells={rows.flatMap(({ cells }) => cells)} />
      {notes.map((note) => (
        <p key={note} class="note">
          <Unbroken text={note} />
        </p>
      ))}
    </div>
  );
}

/** How wide a table with that many pairs is drawn: it neither spreads over the page nor leaves it. */
function widthOf(pairs: number): string {
  if (pairs < 4) return 'few';
  return pairs > 5 ? 'many' : '';
}
