import { counted } from '../../base/counted.ts';
import { type ExitCode, exitCode } from '../../base/problem.ts';
import { jobFiles } from '../../job/folder.ts';
import { readHeartbeat } from '../../job/heartbeat.ts';
import { type Runner, readRunner } from '../../results/claim.ts';
import type { LookedAt } from '../../results/evidence/look-at.ts';
import { otherLines } from '../../results/evidence/other-lines.ts';
import { selectionCommand } from '../../results/evidence/selection-command.ts';
import type { Event } from '../../results/journal/events.ts';
import { historyOf, type JobHistory, lastRunOf } from '../../results/journal/history.ts';
import type { Selection } from '../../suite/selection.ts';
import { selectionText } from '../../suite/selection-text.ts';
import { Progress } from '../local/progress.ts';
import { epochText, summaryLine } from '../local/progress-lines.ts';
import { findSuite, isOnCluster } from './find-suite.ts';

/** Where a suite is. */
interface Status {
  runner: Runner | undefined;
  progress: Progress;
  histories: ReadonlyMap<string, JobHistory>;
  /** The arrays of jobs that were handed to a cluster and have not begun, by the jobs' identities. */
  queued: ReadonlyMap<string, string>;
  suite: LookedAt;
}

export interface StatusOptions {
  /** The selection to show; where it is none, what runs just now, else the suite's own. */
  asked: Selection;
  /** One line of JSON, instead of what people read? */
  asJson: boolean;
}

/**
 * Prints how far along a suite is: what its runner, if there is one, has written so far.
 * @throws Problem where it was never run
 */
export async function showStatus(name: string, results: string, { asked, asJson }: StatusOptions): Promise<ExitCode> {
  const status = await statusOf(await findSuite(name, results, asked));
  const others = status.suite.others.map((selection) => selectionCommand('suite status', { name, results, selection }));
  console.log(asJson ? JSON.stringify(jsonOf(status)) : [...linesOf(status), ...otherLines(others)].join('\n'));
  return exitCode.done;
}

async function statusOf(suite: LookedAt): Promise<Status> {
  const { folder, events, selection, jobs, done } = suite;
  const runner = await readRunner(folder);
  const [start, ...since] = lastRunOf(selection, events);
  const progress = new Progress(jobs, done, start?.event === 'run started' ? Math.max(1, start.slots) : 1);
  const recent = historyOf(since);
  for (const job of jobs.filter(({ id }) => !done.has(id))) {
    const history = recent.get(job.id);
    switch (history?.last.event) {
      case 'started': {
        // Without a runner nothing runs, but on a cluster.
        if (!runner && !isOnCluster(suite.events)) break;
        progress.start(job, history.device);
        const heartbeat = await readHeartbeat(jobFiles(job.folder).heartbeat);
        if (heartbeat) progress.heartbeat(job, heartbeat);
        break;
      }
      case 'failed':
        if (history.last.retryAfter !== undefined) break;
        progress.start(job);
        progress.end(job, 'failed');
        break;
      case 'skipped':
        progress.skip(job);
    }
  }
  const handedIn = isOnCluster(events) ? handedInAmong(events) : new Map<string, string>();
  const queued = new Map([...handedIn].filter(([id]) => jobs.some((job) => job.id === id) && !done.has(id)));
  return { runner, progress, histories: historyOf(events), queued, suite };
}

/** The arrays of jobs to which nothing has happened since they were handed in. */
function handedInAmong(events: readonly Event[]): Map<string, string> {
  const arrays = new Map<string, string>();
  for (const event of events) {
    if (event.event === 'submitted') for (const job of event.tasks) arrays.set(job, event.array);
    else if ('job' in event) arrays.delete(event.job);
  }
  return arrays;
}

function queueLines(queued: ReadonlyMap<string, string>): string[] {
  const arrays = [...queued.values()];
  return [...new Set(arrays)].map((array) => {
    const count = arrays.filter((one) => one === array).length;
    return `  array ${array}: ${counted(count, 'job')}`;
  });
}

function linesOf({ runner, progress, histories, queued, suite }: Status): string[] {
  const { plan, jobs, selection } = suite;
  const who = runner
    ? `process ${runner.pid} on ${runner.host} runs it`
    : isOnCluster(suite.events)
      ? 'no process watches it now; its jobs on the cluster continue'
      : 'no process runs it now';
  const section = (title: string, lines: string[]) => (lines.length > 0 ? ['', title, ...lines] : []);
  const known = jobs.flatMap(({ id, label }) => {
    const history = histories.get(id);
    return history ? [{ id, label, history }] : [];
  });
  return [
    `${plan.suite.title}: ${who}`,
    `Selection: ${selectionText(selection)}`,
    summaryLine(progress),
    ...section(
      'Running:',
      [...progress.running.values()].map((one) => `  ${one.job.label}  ${epochText(one)}`),
    ),
    ...section('Submitted to the cluster, not seen to start:', queueLines(queued)),
    ...section(
      'Failed:',
      known.flatMap(({ id, label, history: { last } }) =>
        last.event === 'failed' && !progress.done.has(id) ? [`  ${label}: ${last.reason} (try ${last.attempt})`] : [],
      ),
    ),
    ...section(
      'Done on another try:',
      known.flatMap(({ id, label, history: { passedAfter } }) =>
        passedAfter !== undefined && progress.done.has(id) ? [`  ${label}, after: ${passedAfter}`] : [],
      ),
    ),
  ];
}

function jsonOf({ runner, progress, histories, queued, suite: { plan, selection, jobs, done } }: Status): object {
  return {
    suite: plan.suite.name,
    selection,
    runner,
    secondsLeft: progress.secondsLeft(),
    jobs: jobs.map(({ id, label }) => {
      const running = progress.running.get(id);
      const history = histories.get(id);
      return {
        job: id,
        label,
        state: progress.done.has(id) ? 'done' : running ? 'running' : queued.has(id) ? 'queued' : stateOf(history),
        starts: history?.starts ?? 0,
        heartbeat: running?.heartbeat,
        accuracy: done.get(id)?.accuracy,
        reason: !done.has(id) && history?.last.event === 'failed' ? history.last.reason : undefined,
        passedAfter: progress.done.has(id) ? history?.passedAfter : undefined,
      };
    }),
  };
}

function stateOf(history: JobHistory | undefined): string {
  const { last } = history ?? {};
  if (last?.event === 'failed') return last.retryAfter === undefined ? 'failed' : 'waiting';
  return last?.event === 'skipped' ? 'skipped' : 'waiting';
}
