import { isDeepStrictEqual } from 'node:util';
import { unfitReason } from '../job/distiller.ts';
import type { SuiteFault } from './fault.ts';
import type { Pair } from './pair.ts';
import { pairName } from './pair-name.ts';
import { distillerFor } from './row.ts';
import type { Suite } from './suite.ts';

/**
 * Where a pair's teacher is to be the student of another pair, and that cannot be. As a pair's name holds that of the pair that its
 * teacher comes from, a circle of them cannot be written: one of its pairs would be none of the suite.
 */
export function assistantFaults(suite: Suite): SuiteFault[] {
  return suite.tables.flatMap(({ pairs, targets }, table) =>
    pairs.flatMap((pair, index): SuiteFault[] => {
      if (!pair.assistant) return [];
      const path = ['tables', table, 'pairs', index];
      const combined = combinedFault(suite, pair, targets);
      const faults = combined ? [combined] : assistantFault(suite, pair, pair.assistant);
      return faults.map((fault) => ({ ...fault, path: [...path, ...fault.path] }));
    }),
  );
}

function combinedFault({ teacherDataset, views }: Suite, pair: Pair, targets: unknown): SuiteFault | undefined {
  if (pair.mutual) return { path: ['mutual'], message: 'left out where the teacher is an assistant' };
  if (pair.teachers !== undefined) return { path: ['teachers'], message: 'left out where the teacher is an assistant' };
  const path = ['assistant'];
  if (targets) return { path, message: 'left out where networks are transferred: its own pair transfers it' };
  const sameImages = teacherDataset === undefined && views?.teacher === views?.student;
  return sameImages ? undefined : { path, message: 'left out where teachers see other images' };
}

function assistantFault(suite: Suite, pair: Pair, assistant: NonNullable<Pair['assistant']>): SuiteFault[] {
  const fitting = suite.tables.flatMap(({ pairs }) => pairs).filter(({ student }) => student === pair.teacher);
  const of = fitting.find((one) => pairName(one) === assistant.pair);
  if (!of) {
    const names = [...new Set(fitting.map(pairName))];
    const which = names.length === 0 ? 'and there is none' : `such as ${names.join(', ')}`;
    const message = `another pair of the suite whose student is ${pair.teacher}, ${which}`;
    return [{ path: ['assistant', 'pair'], message }];
  }
  const trainedOtherwise = fitting.some((one) => pairName(one) === assistant.pair && !isDeepStrictEqual(one, of));
  if (trainedOtherwise) {
    const message = `a pair that all tables train alike, as it would not be clear whose student teaches: ${assistant.pair} has another recipe in another table`;
    return [{ path: ['assistant', 'pair'], message }];
  }
  const path = ['assistant', 'distiller'];
  const row = suite.distillers.find(({ name }) => name === assistant.distiller);
  if (!row) return [{ path, message: `one of ${suite.distillers.map(({ name }) => name).join(', ')}` }];
  const unfit = unfitReason(distillerFor(row, of), of, { dataset: suite.dataset });
  return unfit === undefined ? [] : [{ path, message: `a row that fits ${assistant.pair}: ${unfit}` }];
}
