import type { LookedAt } from '../evidence/look-at.ts';
import { otherLines } from '../evidence/other-lines.ts';
import { selectionCommand } from '../evidence/selection-command.ts';
import { jobFiles } from '../job/folder.ts';
import { readHeartbeat } from '../job/heartbeat.ts';
import { historyOf, type JobHistory, lastRunOf } from '../journal/history.ts';
import { type ExitCode, exitCode } from '../problem.ts';
import { type Runner, readRunner } from '../runner/claim.ts';
import { Progress } from '../runner/progress.ts';
import { epochText, summaryLine } from '../runner/progress-lines.ts';
import type { Selection } from '../suite/selection.ts';
import { selectionText } from '../suite/selection-text.ts';
import { findSuite, isOnCluster } from './find-suite.ts';

/** Where a suite is. */
interface Status {
  runner: Runner | undefined;
  progress: Progress;
  histories: ReadonlyMap<string, JobHistory>;
  suite: LookedAt;
}

export interface StatusOptions {
  /** The selection to show; where it is none, what runs just now, else the suite's own. */
  asked: Selection;
  /** One line of JSON, instead of what people read? */
  asJson: boolean;
}

/**
 * Prints how far a suite is: what its runner, if there is one, has written so far.
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
  return { runner, progress, histories: historyOf(events), suite };
}

function linesOf({ runner, progress, histories, suite }: Status): string[] {
  const { plan, jobs, selection } = suite;
  const who = runner
    ? `process ${runner.pid} on ${runner.host} runs it`
    : isOnCluster(suite.events)
      ? 'nobody watches it now; what the cluster has of it goes on'
      : 'nobody runs it now';
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

function jsonOf({ runner, progress, histories, suite: { plan, selection, jobs, done } }: Status): object {
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
        state: progress.done.has(id) ? 'done' : running ? 'running' : stateOf(history),
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
