import { needsTeacher } from '../job/distiller.ts';
import type { SuiteFault } from './fault.ts';
import type { Suite } from './suite.ts';

/** Where a suite asks of networks that learn from each other what only trained teachers can do, and the other way round. */
export function mutualFaults({ tables, distillers, teacherDataset, views }: Suite): SuiteFault[] {
  const sameImages = teacherDataset === undefined && views?.teacher === views?.student;
  return tables.flatMap(({ pairs, side, targets, distillers: own }, table) => {
    const path = ['tables', table];
    const ofPairs = pairs.flatMap(({ mutual, teachers = 1 }, index): SuiteFault[] => {
      const pair = [...path, 'pairs', index];
      if (!mutual) {
        if (side === undefined) return [];
        return [{ path: [...pair, 'mutual'], message: 'true in a table that has a side' }];
      }
      if (teachers > 1) return [{ path: [...pair, 'teachers'], message: '1 where both learn from each other' }];
      if (!sameImages) return [{ path: [...pair, 'mutual'], message: 'left out where teachers see other images' }];
      return [];
    });
    if (side !== 'teacher') return ofPairs;
    if (targets) ofPairs.push({ path: [...path, 'targets'], message: 'left out, as only students are transferred' });
    const rows = own ?? distillers.map(({ name }) => name);
    const alone = rows.findIndex((row) => distillers.some((one) => one.name === row && !needsTeacher(one)));
    if (alone === -1) return ofPairs;
    const message = "rows that read a teacher, as the table shows the teachers' side";
    return [...ofPairs, { path: [...path, 'distillers', ...(own ? [alone] : [])], message }];
  });
}
