import { batchOf } from '../job/distiller.ts';
import type { SuiteFault } from './fault.ts';
import { pairName } from './pair-name.ts';
import { distillerFor } from './row.ts';
import type { Suite } from './suite.ts';

/** Where a row's method is made for other batches than those that its students are trained on. Its teachers would be trained in vain. */
export function batchFaults({ tables, distillers, recipe }: Suite): SuiteFault[] {
  return distillers.flatMap((row, index) => {
    const pairs = tables
      .filter((table) => table.distillers?.includes(row.name) ?? true)
      .flatMap((table) => table.pairs.map((pair) => ({ pair, batch: pair.recipe?.batch ?? recipe.batch })));
    const other = pairs.find(({ pair, batch }) => {
      const { method } = distillerFor(row, pair);
      const made = method && batchOf(method);
      return made !== undefined && made !== batch;
    });
    if (!other) return [];
    const path = ['distillers', index, 'method', ...(row.method!.name === 'combined' ? [] : ['batch'])];
    return [{ path, message: `for batches of ${other.batch} images, as ${pairName(other.pair)} has them` }];
  });
}
