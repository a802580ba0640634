import type { Result } from '../job/result.ts';
import type { Plan } from '../suite/plan.ts';
import { estimate } from './estimate.ts';
import type { Images } from './images.ts';
import { amountOf } from './steps.ts';

/**
 * What all jobs of a plan come to, what is still to do, and how long it takes: a sentence a line.
 * @param results the folder for all that runs produce
 */
export async function summary(
  plan: Plan,
  done: ReadonlyMap<string, Result>,
  { results, images }: { results: string; images: Images },
): Promise<string[]> {
  const all = `In all ${amountOf(plan.jobs, images)}.`;
  const toDo = plan.jobs.filter(({ id }) => !done.has(id));
  if (toDo.length === 0) return [all, 'All of them are done.'];
  return [
    all,
    ...(done.size > 0 ? [`Done are ${done.size}, and to do ${amountOf(toDo, images)}.`] : []),
    plan.jobs.some(({ configuration }) => images(configuration.dataset) === undefined)
      ? 'How many steps that is, and how long it takes, is not known before `npm run data` has unpacked the images.'
      : await estimate(plan, done, { results, images }),
  ];
}
