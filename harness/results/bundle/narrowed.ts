import type { Selection } from '../../suite/selection.ts';

/** A selection of a selection: what is asked for takes the place of what there was, trials that of all other trials. */
export function narrowed({ trials, trial, ...others }: Selection, asked: Selection): Selection {
  const ofTrials = asked.trials === undefined && asked.trial === undefined ? { trials, trial } : {};
  const given = Object.entries(asked).filter(([, value]) => value !== undefined);
  return { ...others, ...ofTrials, ...Object.fromEntries(given) };
}
