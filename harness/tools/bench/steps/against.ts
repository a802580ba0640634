import { Problem } from '../../../base/problem.ts';
import { median } from '../../../base/statistics/median.ts';
import { quartiles } from '../../../base/statistics/quartiles.ts';
import type { Measurement, StepTimesReport } from '../../../results/step-times.ts';
import { pairOf } from './table.ts';

/** How much slower a step must be before it is called so, whatever the rounds' spread. */
const tolerance = 1.05;

/** A measurement beside the same one of an earlier report. */
export interface Change {
  name: string;
  /** Median milliseconds a step. */
  earlier: number;
  now: number;
  isSlower: boolean;
}

const cure = 'Measure both on the same machine with the same options';

/**
 * @param path of the earlier report, for the sentence
 * @throws Problem where the two were measured on different machines or in different ways
 */
export function checkComparable(earlier: StepTimesReport, now: StepTimesReport, path: string): void {
  for (const { what, of } of conditions) {
    if (of(earlier) === of(now)) continue;
    throw new Problem(`${path} was measured with ${of(earlier)} ${what}, and this now with ${of(now)}`, cure);
  }
}

/**
 * Compares what two reports both have. Slower beyond noise is what takes more than 5 % longer, median against median,
 * while even the faster quarter of its rounds is slower than the slower quarter of the earlier ones.
 * @param path of the earlier report, for the sentence
 * @throws Problem where they share nothing
 */
export function changesSince(earlier: StepTimesReport, now: StepTimesReport, path: string): Change[] {
  const before = new Map(earlier.measurements.map((one) => [nameOf(one), one]));
  const changes = now.measurements.flatMap((one) => {
    const other = before.get(nameOf(one));
    return other ? [changeOf(other, one)] : [];
  });
  if (changes.length > 0) return changes;
  throw new Problem(`${path} has nothing of what was measured now: it has ${[...before.keys()].join('; ')}`, cure);
}

const conditions: { what: string; of(report: StepTimesReport): string | number }[] = [
  { what: 'as its device', of: ({ machine }) => machine.device },
  { what: 'threads', of: ({ machine }) => machine.threads },
  { what: 'convolutions', of: ({ options }) => (options.mixedPrecision ? 'bfloat16' : 'float32') },
  { what: 'images', of: ({ options }) => options.images },
];

function changeOf(earlier: Measurement, now: Measurement): Change {
  const [a, b] = [earlier.ours.rounds, now.ours.rounds];
  return {
    name: nameOf(now),
    earlier: median(a),
    now: median(b),
    isSlower: median(b) > tolerance * median(a) && quartiles(b).lower > quartiles(a).upper,
  };
}

function nameOf(one: Measurement): string {
  const cache = one.teacherCache === 'off' ? '' : `, teacher cache ${one.teacherCache}`;
  return `${pairOf(one)} ${one.distiller}, batch ${one.batch}${cache}`;
}

/** `resnet32x4/resnet8x4 KD, batch 64: 870 ms, 860 before, 1.01 times as long` */
export function changeLine({ name, earlier, now, isSlower }: Change): string {
  const line = `${name}: ${now.toFixed(1)} ms, ${earlier.toFixed(1)} before, ${(now / earlier).toFixed(2)} times as long`;
  return isSlower ? `${line}: SLOWER` : line;
}
