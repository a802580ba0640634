import type { z } from 'zod';
import type { MethodDefinition } from './method.ts';

type Counting<Options> = Pick<MethodDefinition<z.ZodType<Options>>, 'firstStage' | 'schedules'>;

/** The same options where its first stage and its schedules take other numbers of epochs. */
export function inOtherEpochs<Options>(
  { firstStage, schedules = [] }: Counting<Options>,
  options: Options,
  change: (epochs: number) => number,
): Options {
  const names = [...(firstStage === undefined ? [] : [firstStage]), ...schedules];
  const changed = names.flatMap((name) => {
    // The definition's type lets only options of that form be named; schedules may be left out.
    const settings = options[name] as { epochs: number } | undefined;
    return settings ? [[name, { ...settings, epochs: change(settings.epochs) }]] : [];
  });
  return { ...options, ...Object.fromEntries(changed) };
}
