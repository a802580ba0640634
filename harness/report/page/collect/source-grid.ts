import type { Evidence } from '../../../results/evidence/evidence.ts';
import type { Baseline } from '../../../suite/baseline/schema.ts';
import type { Grid } from '../page-data.ts';

/** Are there numbers of others in it, beside claims and bands? */
export const hasPublished = ({ tables, literature }: Baseline): boolean =>
  tables.length > 0 || literature !== undefined;

/** Who published or measured what the results are compared with; none without a baseline. */
export function sourceGrid({ baseline }: Pick<Evidence, 'baseline'>): Grid[] {
  if (!baseline) return [];
  const { title, metric, margin, prior, sources } = baseline;
  const points = margin.points === 1 ? '1 point' : `${margin.points} points`;
  const sentences = [
    `${title}. The metric is ${metric}.`,
    `The margin is ${points}: ${margin.why}.`,
    ...(prior ? [`Where no deviation is known, ${prior.deviation} stands in: ${prior.why}.`] : []),
  ];
  return [
    {
      id: 'sources',
      title: hasPublished(baseline) ? 'Sources of the published numbers' : 'What there is to compare with',
      lead: sentences.join(' '),
      columns: [{ name: 'Source' }, { name: 'Kind' }, { name: 'What it is' }],
      rows: Object.entries(sources).map(([tag, { kind, what }]) => [{ text: tag }, { text: kind }, { text: what }]),
    },
  ];
}
