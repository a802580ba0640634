import type { PageCell, PagePair } from '../page-data.ts';
import { CellDetail } from './cell-detail.tsx';
import { VerdictMark } from './mark.tsx';

/** @param about the distiller and the pair that it is of */
export function CellDetails({ id, cell, about }: { id: string; cell: PageCell; about: [string, PagePair] }) {
  const { state, text, best, mean, published, difference, verdict } = cell;
  return (
    <td class={state === 'n/a' ? 'absent' : state} data-value={mean}>
      <button type="button" class="cell" popovertarget={id} aria-describedby={id}>
        <span class="value">
          {best ? <strong>{text}</strong> : text}
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
