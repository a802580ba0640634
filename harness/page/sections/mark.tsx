import type { PageCell } from '../page-data.ts';

type Verdict = NonNullable<PageCell['verdict']>;

const signs = new Map([
  ['agrees', '✓'],
  ['higher', '▲'],
  ['lower', '▼'],
]);

/** The sign of a verdict, which does not rest on its colour. */
export const signOf = ({ word }: Verdict): string => signs.get(word) ?? '?';

/** A verdict as a sign, and as a word for who listens. */
export function Mark(verdict: Verdict) {
  return (
    <span class={`mark ${verdict.tone}`}>
      <span aria-hidden="true">{signOf(verdict)}</span>
      <span class="unseen">, {verdict.word}</span>
    </span>
  );
}
