import type { ChartGroup, Figure } from '../page-data.ts';
import { Unbroken } from './unbroken.tsx';

/** Charts that belong together. */
export function ChartFigures({ group: { lead, figures } }: { group: ChartGroup }) {
  return (
    <>
      <p class="lead">
        <Unbroken text={lead} />
      </p>
      <div class="figures">
        {figures.map((figure) => (
          <Chart key={figure.caption} figure={figure} />
        ))}
      </div>
    </>
  );
}

/** A chart with its caption. */
export function Chart({ figure: { caption, svg, choice } }: { figure: Figure }) {
  return (
    <figure data-choice={choice}>
      <figcaption>{caption}</figcaption>
      {/* Markup of our own charts, which escape what is in it. */}
      <div class="chart" dangerouslySetInnerHTML={{ __html: svg }} />
    </figure>
  );
}
