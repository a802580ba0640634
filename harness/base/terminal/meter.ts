import cliTruncate from 'cli-truncate';
import { createLogUpdate } from 'log-update';
import prettyMilliseconds from 'pretty-ms';
import { size } from '../size.ts';
import { bar, paintBar } from './bar.ts';
import { isQuiet, say } from './say.ts';

/** Shows how far along something long is, on standard error. */
export interface Meter {
  /** This much is done now. */
  show(done: number): void;
  /** Prints something above it: on a terminal the two would mix otherwise. */
  above(print: () => void): void;
  /** Nothing more is coming. */
  close(): void;
}

const redrawMilliseconds = 250;
const pauseMilliseconds = 10_000;
const barWidth = 24;

export interface MeterOptions {
  /** What was done before. */
  start: number;
  /** What there is to do, where it is known. */
  total?: number | undefined;
  /** Says an amount; bytes by default. */
  say?: (amount: number) => string;
  /** Does it say how much is done per second? By default it does. */
  showsSpeed?: boolean;
}

/** A bar that is redrawn in place on a terminal; elsewhere a line every ten seconds. Quiet commands show nothing. */
export function createMeter(title: string, options: MeterOptions, stream: NodeJS.WriteStream = process.stderr): Meter {
  if (isQuiet()) return { show() {}, above: (print) => print(), close() {} };
  const began = performance.now();
  const line = (done: number) => progressLine(title, { ...options, done }, (performance.now() - began) / 1000);
  // A terminal that does not know its size has no place to draw in.
  if (!stream.isTTY || !(stream.rows > 0)) return linesMeter(line);
  const draw = createLogUpdate(stream);
  let [last, drawnAt] = [options.start, began];
  const redraw = () => {
    drawnAt = performance.now();
    const { total } = options;
    const share = total ? `${bar(Math.min(1, last / total), barWidth)}  ` : '';
    draw(paintBar(cliTruncate(`${share}${line(last)}`, stream.columns), stream));
  };
  // The time that is left runs down between two steps too. It keeps no process alive.
  const timer = setInterval(redraw, 4 * redrawMilliseconds).unref();
  return {
    show(done) {
      last = done;
      if (performance.now() - drawnAt >= redrawMilliseconds) redraw();
    },
    above(print) {
      draw.clear();
      print();
      redraw();
    },
    close() {
      clearInterval(timer);
      draw.clear();
      draw.done();
    },
  };
}

function linesMeter(line: (done: number) => string): Meter {
  let last = performance.now();
  return {
    show(done) {
      if (performance.now() - last < pauseMilliseconds) return;
      last = performance.now();
      say(line(done));
    },
    above: (print) => print(),
    close() {},
  };
}

/** `CIFAR-100: 84 MB of 169 MB, 12 MB a second, about 7s left` */
export function progressLine(
  title: string,
  { start, done, total, say = size, showsSpeed = true }: MeterOptions & { done: number },
  seconds: number,
): string {
  const speed = (done - start) / seconds;
  const parts = [`${title}: ${say(done)}${total === undefined ? '' : ` of ${say(total)}`}`];
  if (speed > 0 && showsSpeed) parts.push(`${say(speed)} a second`);
  if (total !== undefined && speed > 0) {
    parts.push(`about ${prettyMilliseconds(Math.ceil((total - done) / speed) * 1000, { unitCount: 2 })} left`);
  }
  return parts.join(', ');
}
