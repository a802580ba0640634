import type { Job } from '../../job/job.ts';
import type { Result } from '../../job/result.ts';
import type { Event } from './events.ts';
import type { NewEvent } from './journal.ts';

/**
 * The events of jobs that are done without the journal knowing: their runner died between a job's end and its line.
 * @param events of the journal
 * @param results that are there, by the identities of their jobs
 */
export function unnoted(
  events: readonly Event[],
  jobs: readonly Pick<Job, 'id' | 'label'>[],
  results: ReadonlyMap<string, Result>,
): NewEvent[] {
  const noted = new Set(events.flatMap((one) => (one.event === 'done' ? [one.job] : [])));
  return jobs.flatMap(({ id, label }): NewEvent[] => {
    const result = results.get(id);
    if (!result || noted.has(id)) return [];
    return [{ event: 'done', job: id, label, accuracy: result.accuracy, seconds: result.seconds }];
  });
}
