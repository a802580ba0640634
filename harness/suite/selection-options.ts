import { Problem } from '../problem.ts';
import type { Selection } from './selection.ts';

/** A selection as it is typed. */
export interface SelectionOptions {
  table?: string;
  pairs?: string;
  distillers?: string;
  trials?: string;
  trial?: string;
  epochs?: string;
}

/**
 * What was typed, taken apart: lists have commas between.
 * @throws Problem where a number is none
 */
export function selectionFrom({ table, pairs, distillers, trials, trial, epochs }: SelectionOptions): Selection {
  return {
    tables: listIn(table),
    pairs: listIn(pairs),
    distillers: listIn(distillers),
    trials: trials === undefined ? undefined : numberIn('--trials', trials),
    trial: listIn(trial)?.map((number) => numberIn('--trial', number)),
    epochs: epochs === undefined ? undefined : numberIn('--epochs', epochs),
  };
}

function listIn(text: string | undefined): string[] | undefined {
  return text?.split(',').map((name) => name.trim());
}

function numberIn(option: string, text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new Problem(`${option} is '${text}'`, 'It must be a whole number of at least 1');
}
