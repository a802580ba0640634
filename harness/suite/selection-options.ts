import { listIn, numberIn } from '../validate/option.ts';
import type { Selection } from './selection.ts';

/** A selection as it is typed. */
export interface SelectionOptions {
  table?: string;
  pairs?: string;
  distillers?: string;
  trials?: string;
  trial?: string;
  epochs?: string;
  teacherSeed?: string;
  xla?: true;
  tf32?: true;
  mixedPrecision?: true;
}

/**
 * What was typed, taken apart: lists have commas between.
 * @throws Problem where a number is none
 */
export function selectionFrom(options: SelectionOptions): Selection {
  const { table, pairs, distillers, trials, trial, epochs, teacherSeed, xla, tf32, mixedPrecision } = options;
  const arithmetic = { ...(xla && { xla }), ...(tf32 && { tf32 }), ...(mixedPrecision && { mixedPrecision }) };
  return {
    tables: listIn(table),
    pairs: listIn(pairs),
    distillers: listIn(distillers),
    trials: trials === undefined ? undefined : numberIn('--trials', trials),
    trial: listIn(trial)?.map((number) => numberIn('--trial', number)),
    epochs: epochs === undefined ? undefined : numberIn('--epochs', epochs),
    teacherSeed: teacherSeed === undefined ? undefined : numberIn('--teacher-seed', teacherSeed, 0),
    arithmetic: Object.keys(arithmetic).length > 0 ? arithmetic : undefined,
  };
}
