import { jsonView } from './json-view.ts';
import { linesView } from './lines.ts';
import { liveView } from './live.ts';
import type { Progress } from './progress.ts';
import { quietView } from './quiet-view.ts';
import type { ProgressView } from './view.ts';

/** `live` is redrawn in place on a terminal, `lines` only adds lines, `quiet` tells failures alone, `json` is for programs. */
export type ViewKind = 'live' | 'lines' | 'quiet' | 'json';

/** On standard error, so that standard output holds the table alone; JSON is on standard output. */
export function createView(
  progress: Progress,
  kind?: ViewKind,
  stream: NodeJS.WriteStream = process.stderr,
): ProgressView {
  switch (kind ?? kindFor(stream)) {
    case 'live':
      return liveView(progress, stream);
    case 'lines':
      return linesView(progress, stream);
    case 'quiet':
      return quietView(stream);
    case 'json':
      return jsonView(progress, process.stdout);
  }
}

/** A terminal that does not know its size has no place to draw in. */
const kindFor = ({ isTTY, rows }: NodeJS.WriteStream): ViewKind =>
  isTTY && rows > 0 && !process.env.CI ? 'live' : 'lines';
