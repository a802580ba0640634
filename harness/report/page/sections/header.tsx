import type { PageData } from '../page-data.ts';
import { Answers } from './answers.tsx';
import { Chart } from './chart-figures.tsx';
import { Unbroken } from './unbroken.tsx';

/** What a reader sees first, on one screen: what agrees with what, the one picture, the few numbers that count. */
export function PageHeader({ data }: { data: PageData }) {
  const { name, title, description, selection, verdict, answers, checks, progress, highlights, headline } = data;
  return (
    <header>
      <p class="kicker">
        Redistill report on <code>{name}</code>
      </p>
      <h1>{title}</h1>
      <p class="description">
        <Unbroken text={description} />
      </p>
      {answers.length > 0 ? (
        <Answers answers={answers} />
      ) : (
        verdict && (
          <p class={`verdict ${verdict.tone}`}>
            <Unbroken text={verdict.sentence} />
          </p>
        )
      )}
      <div class="headline">
        {headline && <Chart figure={headline} />}
        <div class="highlights">
          {highlights.length > 0 && (
            <dl>
              {highlights.map(({ label, value, note }) => (
                <div key={label}>
                  <dt>{label}</dt>
                  <dd class="value">{value}</dd>
                  <dd class="note">{note}</dd>
                </div>
              ))}
            </dl>
          )}
          <p class="progress">
            {progress} Selection: <Unbroken text={selection} />.{' '}
            {checks.length > 0 && <a href="#check">See each comparison.</a>}
          </p>
        </div>
      </div>
    </header>
  );
}
