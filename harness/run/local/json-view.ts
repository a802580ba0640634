import type { Progress } from './progress.ts';
import type { ProgressView } from './view.ts';

const pauseMilliseconds = 1000;

/**
 * A line of JSON for each of the journal's events, and once a second at most one `{"event":"progress",...}` with what is
 * running: for programs that show a suite in their own way.
 */
export function jsonView(
  progress: Progress,
  stream: NodeJS.WritableStream,
  now = () => performance.now(),
): ProgressView {
  let last = Number.NEGATIVE_INFINITY;
  const write = (line: object) => stream.write(`${JSON.stringify(line)}\n`);
  return {
    event: write,
    refresh() {
      if (now() - last < pauseMilliseconds) return;
      last = now();
      write({
        event: 'progress',
        jobs: progress.jobs.length,
        done: progress.done.size,
        failed: progress.failed,
        skipped: progress.skipped,
        secondsLeft: progress.secondsLeft(),
        running: Array.from(progress.running.values(), ({ job, device, heartbeat }) => {
          return { job: job.id, label: job.label, device, heartbeat };
        }),
      });
    },
    close() {},
  };
}
