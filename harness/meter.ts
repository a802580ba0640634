import { createLogUpdate } from 'log-update';
import prettyMilliseconds from 'pretty-ms';
import { say } from './say.ts';
import { size } from './size.ts';

/** Shows how far something long is, on standard error. */
export interface Meter {
  /** So much is done now. */
  show(done: number): void;
  /** Nothing more is coming. */
  close(): void;
}

const redrawMilliseconds = 250;
const pauseMilliseconds = 10_000;

export interface MeterOptions {
  /** What was done before. */
  start: number;
  /** What there is to do, where it is known. */
  total?: number | undefined;
  /** Says an amount; bytes by default. */
  say?: (amount: number) => string;
}

/** A line that is redrawn in place on a terminal; elsewhere a line every ten seconds. */
export function createMeter(title: string, options: MeterOptions, stream: NodeJS.WriteStream = process.stderr): Meter {
  const began = performance.now();
  const line = (done: number) => progressLine(title, { ...options, done }, (performance.now() - began) / 1000);
  // A terminal that does not know its size has no place to draw in.
  if (!stream.isTTY || !(stream.rows > 0)) return atIntervals(pauseMilliseconds, (done) => say(line(done)));
  const draw = createLogUpdate(stream);
  const meter = atIntervals(redrawMilliseconds, (done) => draw(line(done)));
  return {
    ...meter,
    close() {
      draw.clear();
      draw.done();
    },
  };
}

function atIntervals(milliseconds: number, show: (done: number) => void): Meter {
  let last = performance.now();
  return {
    show(done) {
      if (performance.now() - last < milliseconds) return;
      last = performance.now();
      show(done);
    },
    close() {},
  };
}

/** `CIFAR-100: 84 MB of 169 MB, 12 MB a second, about 7s left` */
export function progressLine(
  title: string,
  { start, done, total, say = size }: MeterOptions & { done: number },
  seconds: number,
): string {
  const rate = (done - start) / seconds;
  const parts = [`${title}: ${say(done)}${total === undefined ? '' : ` of ${say(total)}`}`];
  if (rate > 0) parts.push(`${say(rate)} a second`);
  if (total !== undefined && rate > 0) {
    parts.push(`about ${prettyMilliseconds(Math.ceil((total - done) / rate) * 1000, { unitCount: 2 })} left`);
  }
  return parts.join(', ');
}
