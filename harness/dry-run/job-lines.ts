import { epochsOf } from '../job/job.ts';
import type { Known } from './cells.ts';
import { inColumns } from './columns.ts';
import { counted } from './steps.ts';

/** A line for each job, in the order of the plan. */
export function jobLines({ jobs, done }: Known): string[] {
  return inColumns(
    Array.from(jobs.values(), ({ id, label, dependsOn, configuration }) => [
      done.has(id) ? 'done' : 'to do',
      label,
      counted(epochsOf(configuration), 'epoch'),
      ...dependsOn.map((teacher) => `after ${jobs.get(teacher)?.label}`),
    ]),
  );
}
