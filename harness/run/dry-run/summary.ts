import { commandLine } from '../../base/command-line.ts';
import type { Result } from '../../job/result.ts';
import type { Plan } from '../../suite/plan.ts';
import { type EstimateOptions, estimate } from './estimate.ts';
import { amountOf } from './steps.ts';

/** What all jobs of a plan come to, what is still to do, and how long it takes: a sentence a line. */
export async function summary(
  plan: Plan,
  done: ReadonlyMap<string, Result>,
  options: EstimateOptions,
): Promise<string[]> {
  const { images } = options;
  const all = `In all ${amountOf(plan.jobs, images)}.`;
  const toDo = plan.jobs.filter(({ id }) => !done.has(id));
  if (toDo.length === 0) return [all, 'All of them are done.'];
  return [
    all,
    ...(done.size > 0 ? [`${done.size} are done; to do: ${amountOf(toDo, images)}.`] : []),
    plan.jobs.some(({ configuration }) => images(configuration.dataset) === undefined)
      ? `The number of steps and the time are not known until \`${commandLine('data NAME')}\` has unpacked the images.`
      : await estimate(plan, done, options),
  ];
}
