import cliTruncate from 'cli-truncate';
import { createLogUpdate } from 'log-update';
import type { Progress, Running } from './progress.ts';
import { epochText, summaryLine } from './progress-lines.ts';
import { sentenceFor } from './sentence.ts';
import type { View } from './view.ts';

const redrawMilliseconds = 1000;
/** Beside the lines of the running jobs: the bar, the summary, and where the cursor stands. */
const otherRows = 4;

/** For a terminal: a line for each running job and two for all of them, redrawn in place; what ends is told above them. */
export function liveView(progress: Progress, stream: NodeJS.WriteStream): View {
  const draw = createLogUpdate(stream);
  const refresh = () => draw(linesFor(progress, stream.columns, stream.rows).join('\n'));
  let drawnAt = Number.NEGATIVE_INFINITY;
  // The time that is left runs down between epochs too.
  const timer = setInterval(refresh, redrawMilliseconds);
  return {
    event(event) {
      if (event.event === 'started' || event.event.startsWith('run ')) return;
      draw.persist(cliTruncate(sentenceFor(event), stream.columns));
      refresh();
    },
    refresh() {
      if (performance.now() - drawnAt < redrawMilliseconds / 4) return;
      drawnAt = performance.now();
      refresh();
    },
    close() {
      clearInterval(timer);
      draw.clear();
      draw.done();
    },
  };
}

/** What is drawn: no line is wider than the terminal, and there are fewer than it has rows. */
export function linesFor(progress: Progress, columns: number, rows: number): string[] {
  const all = [...progress.running.values()];
  const room = Math.max(1, rows - otherRows);
  const shown = all.length > room ? all.slice(0, room - 1) : all;
  const hidden = all.length - shown.length;
  return [
    bar(progress.done.size, progress.jobs.length, columns),
    cliTruncate(summaryLine(progress), columns),
    ...shown.map((one) => jobLine(one, columns)),
    ...(hidden > 0 ? [`  and ${hidden} more`] : []),
  ];
}

function bar(done: number, all: number, columns: number): string {
  const width = Math.min(columns, 100) - 1;
  const filled = all === 0 ? 0 : Math.floor((done / all) * width);
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}

/** The job's name gives way to its numbers where there is no room for both. */
function jobLine(one: Running, columns: number): string {
  const text = epochText(one);
  const room = Math.max(12, columns - text.length - 4);
  const label = cliTruncate(one.job.label, room, { position: 'middle' });
  return cliTruncate(`  ${label.padEnd(Math.min(room, 40))}  ${text}`, columns);
}
