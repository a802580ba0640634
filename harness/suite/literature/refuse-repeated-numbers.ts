import { exitCode, Problem } from '../../base/problem.ts';
import type { PublishedSource } from './source-schema.ts';

/**
 * Refuses a number that stands twice, as of a copied file or table: each would count as a witness of its own.
 * @throws Problem for the first
 */
export function refuseRepeatedNumbers(sources: readonly { source: PublishedSource; shown: string }[]): void {
  const places = new Map<string, string>();
  for (const { source, shown } of sources) {
    for (const { place, number, says } of numbersOf(source)) {
      const first = places.get(number);
      if (first !== undefined) {
        const message = `${shown}: ${place} has ${says}, which ${first} has from the same place`;
        throw new Problem(message, 'Leave one of the two out', exitCode.data);
      }
      places.set(number, `${shown}: ${place}`);
    }
  }
}

/** Each number with all that tells it from others, as one text. */
function numbersOf({ repository, about, tables }: PublishedSource) {
  return tables.flatMap((table, index) => {
    const { aggregation, mark, recipe } = { ...about, ...table };
    const from = [repository.toLowerCase(), table.path, table.dataset, aggregation, mark, recipe, table.networks];
    return [...Object.entries(table.rows), ...Object.entries(table.trials)].flatMap(([method, list]) =>
      list.flatMap((value, place) => {
        if (value === null || (Array.isArray(value) && value.length === 0)) return [];
        const column = table.columns[place]!;
        return [
          {
            place: `tables[${index}]`,
            number: JSON.stringify([...from, method, column, value]),
            says: `${method} on ${column} as ${value}`,
          },
        ];
      }),
    );
  });
}
