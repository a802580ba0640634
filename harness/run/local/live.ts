import cliTruncate from 'cli-truncate';
import { createLogUpdate } from 'log-update';
import { bar, paintBar } from '../../base/terminal/bar.ts';
import { coloured } from '../../base/terminal/colour.ts';
import type { Event } from '../../results/journal/events.ts';
import { jobTable } from './job-table.ts';
import { paint } from './paint.ts';
import type { Progress } from './progress.ts';
import { countsLine, duration, leftText } from './progress-lines.ts';
import { sentenceFor } from './sentence.ts';
import type { ProgressView } from './view.ts';

const redrawMilliseconds = 1000;
/** Beside the lines of the running jobs: the bar, the counts, the columns' titles, and where the cursor stands. */
const otherRows = 5;
/** What stands behind the bar at most: `100 %  59m 59s so far, about 23h 59m left`. */
const besideBar = 43;

/** For a terminal: a line for each running job and three for all of them, redrawn in place; what ends is printed above them. */
export function liveView(progress: Progress, stream: NodeJS.WriteStream): ProgressView {
  const draw = createLogUpdate(stream);
  const started = progress.now();
  const refresh = () => {
    const lines = linesFor(progress, stream.columns, stream.rows, progress.now() - started);
    draw(painted(lines, stream).join('\n'));
  };
  let drawnAt = Number.NEGATIVE_INFINITY;
  // The time that is left runs down between epochs too.
  const timer = setInterval(refresh, redrawMilliseconds);
  return {
    event(event) {
      if (event.event.startsWith('run ')) return;
      if (event.event === 'started' && !event.from) return refresh();
      // In one piece, so that no terminal shows the moment in which the jobs at work are gone.
      stream.cork();
      draw.persist(paint(event, toldLine(event, stream.columns), stream));
      refresh();
      stream.uncork();
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
export function linesFor(progress: Progress, columns: number, rows: number, seconds: number): string[] {
  const all = [...progress.running.values()];
  const room = Math.max(1, rows - otherRows);
  const shown = all.length > room ? all.slice(0, room - 1) : all;
  const hidden = all.length - shown.length;
  return [
    cliTruncate(`${bar(progress.share(), barWidth(columns))}  ${times(progress, seconds)}`.trimEnd(), columns),
    cliTruncate(countsLine(progress), columns),
    ...(shown.length > 0 ? jobTable(shown, columns) : []),
    ...(hidden > 0 ? [`  and ${hidden} more`] : []),
  ];
}

const barWidth = (columns: number) => Math.min(60, Math.max(8, columns - besideBar));

/** In colours where the stream shows them: the bar, what failed or was tried again, and the titles of the columns. */
function painted([first = '', counts = '', titles, ...rest]: readonly string[], stream: NodeJS.WriteStream): string[] {
  return [
    paintBar(first, stream),
    counts
      .replace(/\d+ failed/, (text) => coloured('red', text, stream))
      .replace(/\d+ (skipped|tried again)/g, (text) => coloured('yellow', text, stream)),
    ...(titles === undefined ? [] : [coloured('dim', titles, stream)]),
    ...rest,
  ];
}

const times = (progress: Progress, seconds: number) =>
  [seconds >= 1 && `${duration(seconds)} so far`, leftText(progress)].filter(Boolean).join(', ');

/** What is done has one line, however long its name; of what failed every word counts. */
function toldLine(event: Event, columns: number): string {
  const sentence = sentenceFor(event);
  if (event.event !== 'done') return wrapped(sentence, columns);
  const room = Math.max(12, columns - (sentence.length - event.label.length));
  const label = cliTruncate(event.label, room, { position: 'middle' });
  return cliTruncate(sentenceFor({ ...event, label }), columns);
}

/** Broken between words; further lines are indented. */
function wrapped(text: string, columns: number): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!;
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= columns) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(`  ${word}`);
  }
  return lines.join('\n');
}
