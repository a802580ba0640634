import type { Command } from 'commander';
import { listIn, numberIn } from '../base/validate/option.ts';
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

/** Adds the options by which a command takes a part of a suite, or changes it. */
export function addSelectionOptions(command: Command): Command {
  return command
    .optionsGroup('Which part of the suite:')
    .option('--table <names>', 'only these tables, with commas between: table1, or 1')
    .option('--pairs <names>', 'only these: teacher/student, or a network for all pairs that have it')
    .option('--distillers <names>', "only these; default for the suite's own choice, all for all that it has")
    .option('--trials <n>', 'how often each student is trained')
    .option('--trial <numbers>', 'only these trials, by number')
    .optionsGroup('Trained differently from the suite:')
    .option('--epochs <n>', 'train everything for this many epochs')
    .option('--teacher-seed <n>', 'learn from teachers of this seed, instead of 0')
    .option('--xla', 'compile steps with XLA; for GPUs')
    .option('--tf32', 'let GPUs round the factors of products to ten bits')
    .option('--mixed-precision', 'compute convolutions in bfloat16');
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
    trial: listIn(trial)?.map((number) => numberIn('--trial', number, { several: true })),
    epochs: epochs === undefined ? undefined : numberIn('--epochs', epochs),
    teacherSeed: teacherSeed === undefined ? undefined : numberIn('--teacher-seed', teacherSeed, { least: 0 }),
    arithmetic: Object.keys(arithmetic).length > 0 ? arithmetic : undefined,
  };
}
