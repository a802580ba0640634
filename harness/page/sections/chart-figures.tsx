import type { ChartGroup } from '../page-data.ts';

/** Charts that belong together, or the sentence why there is none. */
export function ChartFigures({ group: { lead, figures, absent } }: { group: ChartGroup }) {
  if (figures.length === 0) return <p class="note">{absent}</p>;
  return (
    <>
      <p class="lead">{lead}</p>
      <div class="figures">
        {figures.map(({ caption, svg, wide }) => (
          <figure key={caption} class={wide ? 'wide' : undefined}>
            <figcaption>{caption}</figcaption>
            {/* Markup of our own charts, which escape what is in it. */}
            <div class="chart" dangerouslySetInnerHTML={{ __html: svg }} />
          </figure>
        ))}
      </div>
    </>
  );
}
