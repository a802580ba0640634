import type { PageCell, PagePair } from '../page-data.ts';
import { CellDetail } from './cell-detail.tsx';
import { VerdictMark } from './mark.tsx';

interface Props {
  id: string;
  cell: PageCell;
  /** The distiller and the pair that it is of. */
  about: [string, PagePair];
  /** The longest text behind a mean of its column, for which each has room: so means stand below each other. */
  room: string;
}

export function CellDetails({ id, cell, about, room }: Props) {
  const { state, text, best, mean, published, difference, verdict } = cell;
  const [inFront, rest] = partsOf(text);
  const isMeasured = inFront !== '' && room !== '';
  const result = isMeasured
    ? [
        inFront,
        <span key="rest" class="rest" data-room={room}>
          {rest}
        </span>,
      ]
    : text;
  return (
    <td class={state === 'n/a' ? 'absent' : state} data-value={mean}>
      <button type="button" class="cell" popovertarget={id} aria-describedby={id}>
        <span class="value">
          {best ? <strong>{result}</strong> : result}
          {published === undefined && verdict && <VerdictMark {...verdict} />}
        </span>
        {published !== undefined && (
          <span class="published">
            <span class="unseen">, published </span>
            {published}
            {difference !== undefined && (
              <>
                <span class="unseen">, difference</span> <span class={verdict?.tone ?? 'plain'}>{difference}</span>
              </>
            )}
            {verdict && <VerdictMark {...verdict} />}
          </span>
        )}
      </button>
      <CellDetail id={id} about={about} details={cell.details} />
    </td>
  );
}

/** The longest text behind a mean, such as ` (0.17) [2]`; nothing where there are only means. */
export const roomFor = (cells: readonly PageCell[]): string =>
  cells.map(({ text }) => partsOf(text)[1]).reduce((long, rest) => (rest.length > long.length ? rest : long), '');

/** The mean, and what stands behind it; no mean where nothing is measured. */
function partsOf(text: string): [mean: string, rest: string] {
  const [mean = ''] = /^\d+\.\d+/.exec(text) ?? [];
  return [mean, mean === '' ? '' : text.slice(mean.length)];
}
