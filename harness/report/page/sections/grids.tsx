import type { GridCell, GridColumn, Grid as GridData } from '../page-data.ts';
import { DistillerName } from './distiller-name.tsx';
import { Scrolling } from './scrolling.tsx';
import { SignedNumber } from './signed-number.tsx';
import { SortButton } from './sort-button.tsx';
import { Unbroken } from './unbroken.tsx';

/** Plain tables below each other. */
export function Grids({ grids }: { grids: readonly GridData[] }) {
  return (
    <>
      {grids.map((grid) => (
        <Grid key={grid.id} grid={grid} />
      ))}
    </>
  );
}

function Grid({ grid }: { grid: GridData }) {
  const { id, title, folded } = grid;
  const heading = <h3 id={`${id}-title`}>{title}</h3>;
  if (!folded) {
    return (
      <div class="grid" id={id}>
        {heading}
        <GridBody grid={grid} />
      </div>
    );
  }
  return (
    <details class="grid" id={id}>
      <summary>{heading}</summary>
      <GridBody grid={grid} />
    </details>
  );
}

function GridBody({ grid: { id, lead, columns, rows, papers } }: { grid: GridData }) {
  return (
    <>
      {lead !== undefined && (
        <p class="lead">
          <Unbroken text={lead} />
        </p>
      )}
      <Scrolling labelledBy={`${id}-title`} tall={rows.length > 40}>
        <table class={isInWords(columns) ? 'sortable words' : 'sortable'} aria-labelledby={`${id}-title`}>
          <thead>
            <tr>
              {columns.map(({ name, numeric }) => (
                <th key={name} scope="col" aria-sort="none" data-numeric={numeric}>
                  <SortButton>{name}</SortButton>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index} data-paper={papers?.[index]}>
                {row.map((cell, column) => (
                  <Value key={column} cell={cell} index={column} column={columns[column]} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolling>
    </>
  );
}

/** Two columns of a word or two, and one of sentences. */
const isInWords = (columns: readonly GridColumn[]) => columns.length === 3 && columns.every(({ numeric }) => !numeric);

/** The first of a row is its heading. */
function Value({ cell, index, column }: { cell: GridCell; index: number; column: GridColumn | undefined }) {
  const { text, value, tone, code, distiller } = cell;
  const shown = column?.signed ? <SignedNumber text={text} /> : tone ? text : <Unbroken text={text} />;
  const content = code ? <code>{text}</code> : tone ? <span class={tone}>{shown}</span> : shown;
  if (index === 0) {
    return (
      <th scope="row">
        {distiller === undefined ? content : <DistillerName distiller={distiller}>{content}</DistillerName>}
      </th>
    );
  }
  return (
    <td class={column?.numeric ? 'number' : undefined} data-value={value}>
      {content}
    </td>
  );
}
