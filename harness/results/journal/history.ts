import { isDeepStrictEqual } from 'node:util';
import type { Selection } from '../../suite/selection.ts';
import type { Event } from './events.ts';

type Started = Extract<Event, { event: 'run started' }>;
type JobEvent = Extract<Event, { job: string }>;

/** What a journal says about a job. */
export interface JobHistory {
  /** What happened to it last. */
  last: JobEvent;
  /** How often it was started, by all runs. */
  starts: number;
  /** On what, the last time. */
  device: string | undefined;
  /** Why it failed before it was done on another try of the same run. */
  passedAfter: string | undefined;
}

/** The history of each job that something happened to, by the jobs' identities. */
export function historyOf(events: readonly Event[]): Map<string, JobHistory> {
  const histories = new Map<string, JobHistory>();
  for (const event of events) {
    if (!('job' in event)) continue;
    const before = histories.get(event.job);
    const failed = before?.last.event === 'failed' ? before.last.reason : before?.passedAfter;
    histories.set(event.job, {
      last: event,
      starts: (before?.starts ?? 0) + (event.event === 'started' ? 1 : 0),
      device: event.event === 'started' ? event.device : before?.device,
      // A new run's first try is none that was tried again.
      passedAfter: event.event === 'started' && event.attempt === 1 ? undefined : failed,
    });
  }
  return histories;
}

/** The events since the last run started, that one first; none where there was no run. */
export function lastRun(events: readonly Event[]): Event[] {
  return since(events, () => true);
}

/** The events since the last run of a selection started; since the last of all where it has none. */
export function lastRunOf(selection: Selection, events: readonly Event[]): Event[] {
  const own = since(events, (start) => isDeepStrictEqual(start.selection, selection));
  return own.length > 0 ? own : lastRun(events);
}

function since(events: readonly Event[], isWanted: (start: Started) => boolean): Event[] {
  const start = events.findLastIndex((event) => event.event === 'run started' && isWanted(event));
  return start < 0 ? [] : events.slice(start);
}

/** Why jobs that are not done failed for good, or cannot run as their teachers did, by their identities. */
export function failuresIn(
  histories: ReadonlyMap<string, JobHistory>,
  done: ReadonlyMap<string, unknown>,
): Map<string, string> {
  const reasons = [...histories].flatMap(([job, { last }]) => {
    if (done.has(job)) return [];
    if (last.event === 'skipped') return [[job, last.because] as const];
    return last.event === 'failed' && last.retryAfter === undefined ? [[job, last.reason] as const] : [];
  });
  return new Map(reasons);
}
