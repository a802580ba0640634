import { counted } from '../../base/counted.ts';
import { inColumns } from '../../base/terminal/columns.ts';
import { epochsOf, isTraining } from '../../job/job.ts';
import type { Known } from './cells.ts';
import { jobSteps } from './steps.ts';

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

/** The same for programs; a linear probe has neither epochs nor steps. */
export function jobsAsJson({ jobs, done, images }: Known): object[] {
  return Array.from(jobs.values(), ({ id, label, dependsOn, configuration }) => ({
    job: id,
    label,
    state: done.has(id) ? 'done' : 'to do',
    ...(isTraining(configuration) && { epochs: epochsOf(configuration), steps: jobSteps(configuration, images) }),
    after: dependsOn,
  }));
}
