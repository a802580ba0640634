import type { Answer } from '../page-data.ts';
import { signOf } from './mark.tsx';

/** What agrees, what differs, what is not known yet: as shares of a bar, then each by itself. */
export function Answers({ answers }: { answers: readonly Answer[] }) {
  const total = answers.reduce((sum, { count }) => sum + count, 0);
  return (
    <div class="answers">
      <div class="shares" aria-hidden="true">
        {answers.map(({ tone, count }) => count > 0 && <span key={tone} class={tone} style={{ flexGrow: count }} />)}
      </div>
      {answers.map(({ tone, title, count, lines }) => (
        <div key={tone} class="answer">
          <h2 class={tone}>
            <span aria-hidden="true">{signOf({ tone, word: '' })}</span> {title}
          </h2>
          <p class="count">
            <strong>{count}</strong> of {total}
          </p>
          <ul>
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}
