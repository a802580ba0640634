import { paint } from './paint.ts';
import type { Progress } from './progress.ts';
import { epochText, summaryLine } from './progress-lines.ts';
import { sentenceFor } from './sentence.ts';
import type { ProgressView } from './view.ts';

const pauseMilliseconds = 10_000;

/** For a log file or a pipe: a line when a job starts or ends, and in between one every ten seconds at most. */
export function linesView(
  progress: Progress,
  stream: NodeJS.WritableStream,
  now = () => performance.now(),
): ProgressView {
  let last = now();
  const tell = (line: string) => {
    stream.write(`${line}\n`);
  };
  return {
    event(event) {
      if (!event.event.startsWith('run ')) tell(paint(event, sentenceFor(event), stream));
    },
    refresh() {
      if (now() - last < pauseMilliseconds) return;
      last = now();
      const running = Array.from(progress.running.values(), (one) => `${one.job.label} ${epochText(one)}`);
      tell([summaryLine(progress), ...running].join('; '));
    },
    close() {},
  };
}
