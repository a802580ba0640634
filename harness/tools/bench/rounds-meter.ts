import { createMeter } from '../../base/terminal/meter.ts';

/** Shows how many rounds of a measurement are over. */
export interface RoundsMeter {
  /** One more is over. */
  round(): void;
  /** Prints something above it. */
  above(print: () => void): void;
  close(): void;
}

/** @param total how many rounds there are in all */
export function roundsMeter(total: number): RoundsMeter {
  const meter = createMeter('rounds measured', { start: 0, total, say: String, showsSpeed: false });
  let rounds = 0;
  return {
    round: () => meter.show(++rounds),
    above: (print) => meter.above(print),
    close: () => meter.close(),
  };
}
