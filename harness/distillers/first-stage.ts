import { z } from 'zod';
import type { MethodDefinition } from './method.ts';

/** What a suite may say about a method's first stage. */
export const firstStage = {
  /** Epochs before the student's own: 30 in the authors' code (init_epochs). */
  epochs: z.int().positive().default(30),
};

type WithFirstStage<Options> = Pick<MethodDefinition<z.ZodType<Options>>, 'firstStage'>;

/** How many epochs a method trains before the student; 0 where it has no first stage. */
export function firstStageEpochsOf<Options>({ firstStage: name }: WithFirstStage<Options>, options: Options): number {
  return name === undefined ? 0 : settingsOf(options, name).epochs;
}

/** The same options with that many epochs of the first stage, where there is one. */
export function withFirstStageEpochs<Options>(
  { firstStage: name }: WithFirstStage<Options>,
  options: Options,
  epochs: number,
): Options {
  return name === undefined ? options : { ...options, [name]: { ...settingsOf(options, name), epochs } };
}

// The definition's type lets only options of that form be named.
const settingsOf = <Options>(options: Options, name: keyof Options) => options[name] as { epochs: number };
