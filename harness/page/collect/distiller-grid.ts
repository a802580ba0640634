import type { Evidence } from '../../evidence/evidence.ts';
import type { Grid } from '../page-data.ts';
import { optionsText } from './method-text.ts';

/** The rows' weights and options, each with where it comes from. */
export function distillerGrid({ plan }: Pick<Evidence, 'plan'>): Grid {
  const rows = plan.tables.flatMap(({ columns }) => columns[0]?.rows ?? []);
  const distillers = [...new Set(rows.map(({ distiller }) => distiller))];
  return {
    id: 'distillers',
    title: 'Distillers',
    lead: "The loss is gamma times cross entropy, alpha times KD's and beta times the method's own.",
    columns: [
      { name: 'Distiller' },
      ...['gamma', 'alpha', 'beta', 'KD temperature'].map((name) => ({ name, numeric: true })),
      { name: 'Options' },
      { name: 'Source' },
    ],
    rows: distillers.map((distiller) => {
      const { name, gamma, alpha, beta, temperature, source } = distiller;
      const number = (value: number) => ({ text: String(value), value });
      return [
        { text: name, distiller: name },
        ...[gamma, alpha, beta].map(number),
        alpha > 0 ? number(temperature) : { text: '' },
        { text: optionsText(distiller) },
        { text: source },
      ];
    }),
  };
}
