import { epochsOf, isTraining } from '../job/job.ts';
import type { Known } from './cells.ts';
import { inColumns } from '../columns.ts';
import { counted } from './steps.ts';

/** A line for each job, in the order of the plan. */
export function jobLines({ jobs, done }: Known): string[] {
  return inColumns(
    Array.from(jobs.values(), ({ id, label, dependsOn, configuration }) => [
      done.has(id) ? 'done' : 'to do',
      label,
      isTraining(configuration) ? counted(epochsOf(configuration), 'epoch') : 'linear probe',
      ...dependsOn.map((other) => `after ${jobs.get(other)?.label}`),
    ]),
  );
}
