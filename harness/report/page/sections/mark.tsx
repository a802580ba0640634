import type { PageCell, Tone } from '../page-data.ts';

type Verdict = NonNullable<PageCell['verdict']>;

const signs = new Map([
  ['higher', '▲'],
  ['lower', '▼'],
]);
const signOfTone: Record<Tone, string> = { fine: '✓', differs: '✗', missing: '–', undecided: '?', plain: '' };

/** The sign of a verdict, which does not rest on its colour. */
export const signOf = ({ word, tone }: Verdict): string => signs.get(word) ?? signOfTone[tone];

/** A verdict as a sign, and as a word for who listens. */
export function VerdictMark(verdict: Verdict) {
  return (
    <span class={`mark ${verdict.tone}`}>
      <span aria-hidden="true">{signOf(verdict)}</span>
      <span class="unseen">, {verdict.word}</span>
    </span>
  );
}
