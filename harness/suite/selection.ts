import type { Distiller } from '../job/distiller.ts';
import { Problem } from '../problem.ts';
import { guess } from '../validate/nearest.ts';
import type { Suite } from './schema.ts';

/** What the command line takes of a suite, and changes in it. */
export interface Selection {
  /** The distillers' names, in any case; all of them where it is left out. */
  distillers?: string[] | undefined;
  /** How often each student is trained; the suite's own number where it is left out. */
  trials?: number | undefined;
  /** How many epochs teachers and students are trained; each recipe's own number where it is left out. */
  epochs?: number | undefined;
}

/**
 * The suite's distillers of these names, in the suite's order.
 * @throws Problem for a name that is none of them
 */
export function selectDistillers(suite: Suite, names: readonly string[] | undefined): Distiller[] {
  if (names === undefined) return suite.distillers;
  const known = suite.distillers.map(({ name }) => name);
  const wanted = new Set(names.map((name) => nameAmong(known, name, suite.name)));
  return suite.distillers.filter(({ name }) => wanted.has(name));
}

function nameAmong(known: string[], typed: string, suite: string): string {
  const found = known.find((name) => name.toLowerCase() === typed.toLowerCase());
  if (found !== undefined) return found;
  throw new Problem(
    `the suite ${suite} has no distiller '${typed}'`,
    `${guess(typed, known)}It has ${known.join(', ')}`,
  );
}

/** @throws Problem unless it is a whole number of at least 1 */
export function checkCount(name: string, count: number, most: number): number {
  if (Number.isInteger(count) && count >= 1 && count <= most) return count;
  throw new Problem(`${name} is ${count}`, `It must be a whole number, at least 1 and at most ${most}`);
}
