import type { z } from 'zod';
import { allowedAt } from '../base/validate/allowed.ts';
import { distillerSchema } from '../job/distiller.ts';
import type { SuiteFault } from './fault.ts';
import { pairName } from './pair-name.ts';
import { mergedWith, type Row, type Settings } from './row.ts';
import type { Suite } from './suite.ts';

/** What is wrong in what rows have different for some pairs. */
export function rowFaults({ tables, distillers }: Pick<Suite, 'tables' | 'distillers'>): SuiteFault[] {
  const pairs = [...new Set(tables.flatMap((table) => table.pairs.map(pairName)))];
  return distillers.flatMap((row, index) =>
    Object.entries(row.byPair?.settings ?? {}).flatMap(([pair, settings]) => {
      const path = ['distillers', index, 'byPair', 'settings', pair];
      if (!pairs.includes(pair)) return [{ path, message: `of a pair that the suite has: ${pairs.join(', ')}` }];
      return settingsFaults(row, settings).map((fault) => ({ ...fault, path: [...path, ...fault.path] }));
    }),
  );
}

/** Each field was checked already, but not how it goes with the row's others. */
function settingsFaults(row: Row, settings: Settings): SuiteFault[] {
  if (settings.method && !row.method) {
    return [{ path: ['method'], message: 'left out, as the row has no method' }];
  }
  if (settings.method && 'name' in settings.method) {
    return [{ path: ['method', 'name'], message: 'left out: another method is another row' }];
  }
  const merged = mergedWith(row, settings);
  const issues = distillerSchema.safeParse(merged).error?.issues ?? [];
  return issues.flatMap((issue) => faultsOf(issue, merged));
}

function faultsOf(issue: z.core.$ZodIssue, merged: object): SuiteFault[] {
  const path = issue.path as SuiteFault['path'];
  const { fields, words } = allowedAt(distillerSchema, path, merged);
  if (issue.code === 'unrecognized_keys') {
    const options = fields.filter((field) => field !== 'name');
    const has = options.length === 0 ? 'the method has no options' : `the method has ${options.join(', ')}`;
    return issue.keys.map((key) => ({ path: [...path, key], message: `left out: ${has}` }));
  }
  const own = issue.code === 'custom' || issue.message.startsWith('must be');
  return [{ path, message: own ? issue.message.replace(/^must be /, '') : words }];
}
