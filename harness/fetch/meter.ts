import { createLogUpdate } from 'log-update';
import prettyMilliseconds from 'pretty-ms';
import { say } from '../say.ts';
import { size } from '../size.ts';

/** Shows how far a download is, on standard error. */
export interface Meter {
  /** So many bytes of the file are there now. */
  show(bytes: number): void;
  /** Nothing more is coming. */
  close(): void;
}

const redrawMilliseconds = 250;
const pauseMilliseconds = 10_000;

/**
 * A line that is redrawn in place on a terminal; elsewhere a line every ten seconds.
 * @param start the bytes that were there before
 * @param total the bytes of the whole file, where they are known
 */
export function createMeter(
  title: string,
  start: number,
  total?: number,
  stream: NodeJS.WriteStream = process.stderr,
): Meter {
  const began = performance.now();
  const line = (bytes: number) => progressLine(title, { start, bytes, total }, (performance.now() - began) / 1000);
  // A terminal that does not know its size has no place to draw in.
  if (!stream.isTTY || !(stream.rows > 0)) return atIntervals(pauseMilliseconds, (bytes) => say(line(bytes)));
  const draw = createLogUpdate(stream);
  const meter = atIntervals(redrawMilliseconds, (bytes) => draw(line(bytes)));
  return {
    ...meter,
    close() {
      draw.clear();
      draw.done();
    },
  };
}

function atIntervals(milliseconds: number, show: (bytes: number) => void): Meter {
  let last = performance.now();
  return {
    show(bytes) {
      if (performance.now() - last < milliseconds) return;
      last = performance.now();
      show(bytes);
    },
    close() {},
  };
}

/** `CIFAR-100: 84 MB of 169 MB, 12 MB a second, about 7s left` */
export function progressLine(
  title: string,
  { start, bytes, total }: { start: number; bytes: number; total?: number | undefined },
  seconds: number,
): string {
  const rate = (bytes - start) / seconds;
  const parts = [`${title}: ${size(bytes)}${total === undefined ? '' : ` of ${size(total)}`}`];
  if (rate > 0) parts.push(`${size(rate)} a second`);
  if (total !== undefined && rate > 0) {
    parts.push(`about ${prettyMilliseconds(Math.ceil((total - bytes) / rate) * 1000, { unitCount: 2 })} left`);
  }
  return parts.join(', ');
}
