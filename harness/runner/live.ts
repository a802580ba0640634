import { createLogUpdate } from 'log-update';
import type { Progress } from './progress.ts';
import { epochText, summaryLine } from './progress-lines.ts';
import type { View } from './view.ts';

const redrawMilliseconds = 1000;

/** For a terminal: a line for each running job and one for all of them, redrawn in place. */
export function liveView(progress: Progress, stream: NodeJS.WriteStream): View {
  const draw = createLogUpdate(stream);
  const refresh = () => draw([...runningLines(progress), summaryLine(progress)].join('\n'));
  // The time that is left runs down between epochs too.
  const timer = setInterval(refresh, redrawMilliseconds);
  return {
    tell(line) {
      draw.persist(line);
      refresh();
    },
    started: refresh,
    refresh,
    close() {
      clearInterval(timer);
      draw.clear();
      draw.done();
    },
  };
}

function runningLines({ running }: Progress): string[] {
  const all = [...running.values()];
  const width = Math.max(...all.map(({ job }) => job.label.length));
  return all.map((one) => `  ${one.job.label.padEnd(width)}  ${epochText(one)}`);
}
