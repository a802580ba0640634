import type { PageCell, Tone } from '../page-data.ts';
import { signOf } from './mark.tsx';

/** In the order of the answers above. */
const order: readonly Tone[] = ['fine', 'differs', 'undecided', 'missing', 'plain'];

/** What the signs in a table mean, those that occur. */
export function Legend({ cells }: { cells: readonly PageCell[] }) {
  const verdicts = new Map(cells.flatMap(({ verdict }) => (verdict ? [[verdict.word, verdict] as const] : [])));
  const hasPublished = cells.some(({ published }) => published !== undefined);
  if (!hasPublished && verdicts.size === 0) return null;
  return (
    <p class="legend">
      {hasPublished && <span>Below each mean: the published one, and ours minus that.</span>}
      {order
        .flatMap((tone) => [...verdicts.values()].filter((verdict) => verdict.tone === tone))
        .map((verdict) => (
          <span key={verdict.word}>
            <span class={`mark ${verdict.tone}`} aria-hidden="true">
              {signOf(verdict)}
            </span>{' '}
            {verdict.word}
          </span>
        ))}
    </p>
  );
}
