import type { PageData } from '../page-data.ts';

/** What a reader sees first: what the suite is, the result of the check, how far along it is, the few numbers that count. */
export function Header({
  data: { name, title, description, selection, verdict, checks, progress, highlights },
}: {
  data: PageData;
}) {
  return (
    <header>
      <p class="kicker">
        Redistill report on <code>{name}</code>
      </p>
      <h1>{title}</h1>
      <p class="description">{description}</p>
      {verdict && (
        <p class={`verdict ${verdict.tone}`}>
          {verdict.sentence} {checks.length > 0 && <a href="#check">See each of them.</a>}
        </p>
      )}
      <p class="progress">
        {progress} Selection: {selection}.
      </p>
      {highlights.length > 0 && (
        <dl class="highlights">
          {highlights.map(({ label, value, note }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd class="value">{value}</dd>
              <dd class="note">{note}</dd>
            </div>
          ))}
        </dl>
      )}
    </header>
  );
}
