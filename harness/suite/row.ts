import { z } from 'zod';
import { type Distiller, distillerSchema } from '../job/distiller.ts';
import type { Pair } from './pair.ts';
import { pairName } from './pair-name.ts';
import { mostTrials } from './selection.ts';

const { gamma, alpha, beta, temperature } = distillerSchema.shape;

/** What a row has different for a pair. */
const settingsSchema = z.strictObject({
  gamma: gamma.optional(),
  alpha: alpha.optional(),
  beta: beta.optional(),
  temperature: temperature.unwrap().optional(),
  /** Options of the row's method. */
  method: z.record(z.string(), z.unknown()).optional(),
});
export type Settings = z.infer<typeof settingsSchema>;

/** A row of a suite's tables: a distiller, and what it has different for some pairs. */
export const rowSchema = distillerSchema.safeExtend({
  /** How often each of its students is trained; as often as the table says by default. */
  trials: z.int().min(1).max(mostTrials).optional(),
  byPair: z
    .strictObject({
      /** By the pair, as the command line calls it: `resnet56/resnet20`. */
      settings: z.record(z.string(), settingsSchema),
      /** Where they come from. */
      source: z.string().min(1),
    })
    .optional(),
});
export type Row = z.infer<typeof rowSchema>;

/** The distiller of a row as it teaches that pair: a plain one, as jobs have it. */
export function distillerFor(row: Row, pair: Pair): Distiller {
  const { byPair, trials, ...distiller } = row;
  const settings = byPair?.settings[pairName(pair)];
  return settings ? distillerSchema.parse(mergedWith(row, settings)) : distiller;
}

/** The same before it is checked: no method knows yet whether it takes these options. */
export function mergedWith({ byPair, trials, ...distiller }: Row, { method, ...weights }: Settings): object {
  const own = Object.fromEntries(Object.entries(weights).filter(([, value]) => value !== undefined));
  return {
    ...distiller,
    ...own,
    ...(distiller.method && { method: { ...distiller.method, ...method } }),
    source: `${distiller.source}; for this pair: ${byPair?.source}`,
  };
}

/** A row's settings for a pair, for people: `beta 2, crd's negatives 8`; undefined where it has none. */
export function settingsText({ byPair, method }: Row, pair: Pair): string | undefined {
  const settings = byPair?.settings[pairName(pair)];
  if (!settings) return undefined;
  const { method: options = {}, ...weights } = settings;
  return [
    ...Object.entries(weights).map(([name, value]) => `${name} ${value}`),
    ...Object.entries(options).map(([name, value]) => `${method?.name}'s ${name} ${JSON.stringify(value)}`),
  ].join(', ');
}
