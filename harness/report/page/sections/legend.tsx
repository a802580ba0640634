import { quantityWords } from '../../../check/check-bands.ts';
import type { Detail, PageCell, Tone } from '../page-data.ts';
import { signOf } from './mark.tsx';

/** In the order of the answers above. */
const order: readonly Tone[] = ['fine', 'differs', 'undecided', 'missing', 'plain'];

/** What the signs in a table mean, those that occur. */
export function Legend({ cells }: { cells: readonly PageCell[] }) {
  // Two verdicts that share a sign stand behind it together.
  const signs = new Map<string, { tone: Tone; words: Set<string> }>();
  for (const { verdict } of cells) {
    if (!verdict) continue;
    const sign = signs.get(signOf(verdict)) ?? { tone: verdict.tone, words: new Set() };
    signs.set(signOf(verdict), { ...sign, words: sign.words.add(verdict.word) });
  }
  const hasPublished = cells.some(({ published }) => published !== undefined);
  const hasAlone = cells.some(({ published, verdict }) => published === undefined && verdict);
  const findings = cells.flatMap(({ details }) => details.filter(({ name }) => name === 'Verdict' || name === 'Band'));
  const hasBands = findings.some(({ name }) => name === 'Band');
  // Else one would take a sign for a verdict on the mean that it stands beside.
  const about = findings.some(isOfMean) ? 'losses and weights too' : 'losses and weights, not the mean';
  if (!hasPublished && signs.size === 0) return null;
  return (
    <p class="legend">
      {hasPublished && <span>Below each mean: the published one, and ours minus that.</span>}
      {hasAlone && (
        <span>
          A sign beside a mean: the gravest of the verdicts in its details
          {hasBands && `, which are about ${about}`}.
        </span>
      )}
      {order
        .flatMap((tone) => Array.from(signs).filter(([, one]) => one.tone === tone))
        .map(([sign, { tone, words }]) => (
          <span key={sign}>
            <span class={`mark ${tone}`} aria-hidden="true">
              {sign}
            </span>{' '}
            {[...words].join(' or ')}
          </span>
        ))}
    </p>
  );
}

/** Is a finding about the mean itself: beside a published one, or within its band? */
const isOfMean = ({ name, text }: Detail) => name === 'Verdict' || text.startsWith(quantityWords.accuracy);
