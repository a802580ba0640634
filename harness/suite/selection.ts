import { z } from 'zod';
import { Problem } from '../base/problem.ts';
import { guess } from '../base/validate/nearest.ts';
import { arithmeticSchema } from '../job/arithmetic.ts';

/** What the command line takes of a suite, and changes in it. */
export const selectionSchema = z.strictObject({
  /** Tables' names; `1` is `table1`. All of them where it is left out. */
  tables: z.array(z.string()).optional(),
  /** Pairs as `teacher/student`, or a network's name for all pairs that it is in. All of them where it is left out. */
  pairs: z.array(z.string()).optional(),
  /** Names of distillers and of the suite's groups; `default` for its own choice, as where it is left out, `all` for all that it has. */
  distillers: z.array(z.string()).optional(),
  /** How often each student is trained; each table's own number where it is left out. */
  trials: z.int().optional(),
  /** These trials alone, by their numbers, instead of all from 1 on. */
  trial: z.array(z.int()).optional(),
  /** The seed of teachers that are trained; 0 where it is left out. */
  teacherSeed: z.int().optional(),
  /** How many epochs teachers and students are trained; each recipe's own number where it is left out. */
  epochs: z.int().optional(),
  /** What is traded for speed; nothing where it is left out. */
  arithmetic: arithmeticSchema.optional(),
});
export type Selection = z.infer<typeof selectionSchema>;

/** What a selection changes in every job. */
export type Changes = Pick<Selection, 'epochs' | 'arithmetic' | 'teacherSeed'>;

/** The most trials that a student may have, and the last of their numbers. */
export const mostTrials = 1000;

/**
 * What has that name, in any case.
 * @param kind what the names are of, such as `distiller`
 * @param shown those of the names that the sentence lists
 * @throws Problem where nothing has it
 */
export function find<One>(
  typed: string,
  named: ReadonlyMap<string, One>,
  suite: string,
  kind: string,
  shown: readonly string[] = [...named.keys()],
): One {
  for (const [name, one] of named) {
    if (name.toLowerCase() === typed.toLowerCase()) return one;
  }
  throw new Problem(
    `the suite ${suite} has no ${kind} '${typed}'`,
    `${guess(typed, named.keys())}It has ${shown.join(', ')}`,
  );
}

/** @throws Problem unless it is a whole number of at least 1 */
export function checkCount(name: string, count: number, most: number): number {
  if (Number.isInteger(count) && count >= 1 && count <= most) return count;
  throw new Problem(`${name} is ${count}`, `It must be a whole number, at least 1 and at most ${most}`);
}
