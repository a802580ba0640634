import type { z } from 'zod';
import { recipeSchema, withOwn } from '../job/recipe.ts';
import { assistantFaults } from './assistant-faults.ts';
import { batchFaults } from './batch-faults.ts';
import { mutualFaults } from './mutual-faults.ts';
import { pairName } from './pair-name.ts';
import { rowFaults } from './row-faults.ts';
import { suiteFields } from './suite.ts';

/** A suite whose fields go together. */
export const suiteSchema = suiteFields.superRefine((suite, context) => {
  const { recipe, tables, distillers, defaultDistillers = [], groups = {} } = suite;
  const refuse = (path: (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path, message: `must be ${message}` });
  const refuseRepeated = (names: string[], pathOf: (index: number) => (string | number)[]) =>
    names.forEach((name, index) => {
      if (names.indexOf(name) < index) refuse(pathOf(index), 'there only once');
    });

  const ofRows = rowFaults(suite);
  const faults = [...mutualFaults(suite), ...ofRows, ...assistantFaults(suite)];
  if (ofRows.length === 0) faults.push(...batchFaults(suite));
  for (const { path, message } of faults) refuse(path, message);
  refuseRepeated(
    tables.map((table) => table.name),
    (index) => ['tables', index, 'name'],
  );
  refuseRepeated(
    distillers.map((distiller) => distiller.name.toLowerCase()),
    (index) => ['distillers', index, 'name'],
  );
  const rows = distillers.map((distiller) => distiller.name);
  defaultDistillers.forEach((row, index) => {
    if (!rows.includes(row)) refuse(['defaultDistillers', index], `one of ${rows.join(', ')}`);
  });
  for (const [group, members] of Object.entries(groups)) {
    if (['default', 'all', ...rows].some((taken) => taken.toLowerCase() === group)) {
      refuse(['groups', group], 'under another name: distillers are called so');
    }
    members.forEach((row, index) => {
      if (!rows.includes(row)) refuse(['groups', group, index], `one of ${rows.join(', ')}`);
    });
  }
  tables.forEach(({ pairs, targets = [], distillers: ownRows = [] }, table) => {
    const pathOf = (index: number) => ['tables', table, 'distillers', index];
    refuseRepeated(ownRows, pathOf);
    ownRows.forEach((row, index) => {
      if (!rows.includes(row)) refuse(pathOf(index), `one of ${rows.join(', ')}`);
    });
    refuseRepeated(
      targets.map(({ name }) => name),
      (index) => ['tables', table, 'targets', index, 'name'],
    );
    refuseRepeated(pairs.map(pairName), (index) => ['tables', table, 'pairs', index]);
    pairs.forEach((pair, index) => {
      // Each field was checked already, but not how they go together.
      for (const issue of recipeSchema.safeParse(withOwn(recipe, pair.recipe)).error?.issues ?? []) {
        const path = ['tables', table, 'pairs', index, 'recipe', ...(issue.path as (string | number)[])];
        context.addIssue({ code: 'custom', path, message: issue.message });
      }
    });
  });
});

/** A suite as it is written down: what has a default may be left out. */
export type SuiteDeclaration = z.input<typeof suiteSchema>;
