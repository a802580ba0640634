import type { ChartGroup } from '../page-data.ts';

/** Charts that belong together. */
export function ChartFigures({ group: { lead, figures } }: { group: ChartGroup }) {
  return (
    <>
      <p class="lead">{lead}</p>
      <div class="figures">
        {figures.map(({ caption, svg, choice }) => (
          <figure key={caption} data-choice={choice}>
            <figcaption>{caption}</figcaption>
            {/* Markup of our own charts, which escape what is in it. */}
            <div class="chart" dangerouslySetInnerHTML={{ __html: svg }} />
          </figure>
        ))}
      </div>
    </>
  );
}
