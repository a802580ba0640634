import { linesView } from './lines.ts';
import { liveView } from './live.ts';
import type { Progress } from './progress.ts';

/** How the progress is shown: on standard error, so that standard output holds the table alone. */
export interface View {
  /** A line that stays: a job ended. */
  tell(line: string): void;
  /** A job started. */
  started(label: string): void;
  /** The progress has changed. */
  refresh(): void;
  /** Nothing more is coming. */
  close(): void;
}

/** A view that is redrawn in place on a terminal, and plain lines elsewhere. */
export function createView(progress: Progress, stream: NodeJS.WriteStream = process.stderr): View {
  // A terminal that does not know its size has no place to draw in.
  return stream.isTTY && stream.rows > 0 ? liveView(progress, stream) : linesView(progress, stream);
}
