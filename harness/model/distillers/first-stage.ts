import { z } from 'zod';
import type { MethodDefinition } from './method.ts';

/** What a suite may say about a method's first stage. */
export const firstStage = {
  /** Epochs before the student's own: 30 in the authors' code (init_epochs). */
  epochs: z.int().positive().default(30),
};

type WithFirstStage<Options> = Pick<MethodDefinition<z.ZodType<Options>>, 'firstStage' | 'pass'>;

/** How many epochs a method takes before the student: of its first stage, or one for its pass; 0 where it has neither. */
export function firstStageEpochsOf<Options>(
  { firstStage: name, pass }: WithFirstStage<Options>,
  options: Options,
): number {
  if (pass) return 1;
  return name === undefined ? 0 : settingsOf(options, name).epochs;
}

// The definition's type lets only options of that form be named.
const settingsOf = <Options>(options: Options, name: keyof Options) => options[name] as { epochs: number };
