import type { Distiller } from '../../../job/distiller.ts';
import type { Evidence } from '../../../results/evidence/evidence.ts';
import { pairName } from '../../../suite/pair-name.ts';
import type { PlannedColumn } from '../../../suite/plan.ts';
import type { Grid } from '../page-data.ts';
import { optionsText } from './method-text.ts';
import { grouped } from './number-text.ts';

/** The rows' weights and options, each with where it comes from. */
export function distillerGrid({ plan }: Pick<Evidence, 'plan'>): Grid {
  const distillers = distinct(plan.tables.flatMap(({ columns }) => columns));
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
    rows: distillers.map(({ distiller, onPairs }) => {
      const { name, gamma, alpha, beta, temperature, source } = distiller;
      const number = (value: number) => ({ text: grouped(value), value });
      return [
        { text: onPairs.length > 0 ? `${name} on ${onPairs.join(', ')}` : name, distiller: name },
        ...[gamma, alpha, beta].map(number),
        alpha > 0 ? number(temperature) : { text: '' },
        { text: optionsText(distiller) },
        { text: source },
      ];
    }),
  };
}

/** Each distiller once, the rows in their order; with the pairs for which it has settings of its own. */
function distinct(columns: readonly PlannedColumn[]): { distiller: Distiller; onPairs: string[] }[] {
  const found = new Map<string, { distiller: Distiller; onPairs: string[] }>();
  for (const { pair, rows } of columns) {
    for (const { distiller, ownSettings } of rows) {
      const key = JSON.stringify(distiller);
      const one = found.get(key) ?? { distiller, onPairs: [] };
      found.set(key, one);
      if (ownSettings !== undefined && !one.onPairs.includes(pairName(pair))) one.onPairs.push(pairName(pair));
    }
  }
  const names = [...new Set(Array.from(found.values(), ({ distiller }) => distiller.name))];
  return names.flatMap((name) => [...found.values()].filter(({ distiller }) => distiller.name === name));
}
