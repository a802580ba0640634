import { markdownTable } from 'markdown-table';
import { counted } from '../../../base/counted.ts';
import { median } from '../../../base/statistics/median.ts';
import { quartiles } from '../../../base/statistics/quartiles.ts';
import type { Measurement, StepTimesReport } from '../../../results/step-times.ts';
import { isDisturbed, othersIn } from './others.ts';

const nothing = '';

/** The measurements for people: a line each, and below them what they were measured with. */
export function tableOf({ machine, options, measurements }: StepTimesReport): string {
  const compared = measurements.some(({ reference }) => reference);
  const disturbed = measurements.some((one) => isDisturbed(othersIn(one), machine.threads));
  const header = [
    'pair',
    'distiller',
    'teacher cache',
    'ms',
    'images/s',
    'floor ms',
    'of floor',
    'MB',
    'against KD',
    'its arithmetic',
  ];
  const lines = measurements.map((one) => [
    ...ourColumns(one, measurements),
    ...(compared ? referenceColumns(one) : []),
  ]);
  const table = markdownTable([[...header, ...(compared ? ['reference ms', 'MB', 'ratio'] : [])], ...lines], {
    align: header.map((_, column) => (column < 3 ? 'l' : 'r')).concat(compared ? ['r', 'r', 'r'] : []),
  });
  const caption = [
    `${counted(machine.threads, 'thread')}, ${machine.device}, ${counted(machine.cores, 'core')}; TensorFlow ${machine.tensorflow}`,
    ...(machine.pytorch === undefined ? [] : [`PyTorch ${machine.pytorch}`]),
    ...(options.mixedPrecision ? ['convolutions in bfloat16'] : []),
    `peak ${machine.peakGigaflops.toFixed(0)} GFLOP/s`,
    `medians of ${counted(options.rounds, 'round')} of ${counted(options.steps, 'step')}, ${counted(options.images, 'image')}`,
  ].join('; ');
  const notes = [
    ...(measurements.some((one) => kdOf(one, measurements)) ? ['its arithmetic: the floor against that of KD'] : []),
    ...(compared ? ['ratio: the reference over ours, round by round, median (middle half of the rounds)'] : []),
    ...(disturbed
      ? ['disturbed: other processes were at work on these cores, so that this will not hold without them']
      : []),
  ];
  return [table, '', caption, ...notes].join('\n');
}

/** `resnet32x4/resnet8x4`, or the student alone. */
export function pairOf({ teacher, student }: Measurement): string {
  return teacher ? `${teacher}/${student}` : student;
}

function ourColumns(one: Measurement, all: readonly Measurement[]): string[] {
  const { distiller, teacherCache, batch, floor, ours } = one;
  const milliseconds = median(ours.rounds);
  const kd = kdOf(one, all);
  return [
    pairOf(one),
    distiller,
    one.teacher ? teacherCache : nothing,
    digits(milliseconds),
    digits((1000 * batch) / milliseconds),
    digits(floor),
    `${((100 * floor) / milliseconds).toFixed(0)}%`,
    String(ours.peakMegabytes),
    kd ? moreThan(milliseconds, median(kd.ours.rounds)) : nothing,
    kd ? moreThan(floor, kd.floor) : nothing,
  ];
}

/** `+12%` */
function moreThan(value: number, other: number): string {
  const percent = 100 * (value / other - 1);
  return `${percent < 0 ? '' : '+'}${percent.toFixed(0)}%`;
}

function referenceColumns({ ours, reference }: Measurement): string[] {
  if (!reference) return [nothing, nothing, nothing];
  const ratios = reference.rounds.map((milliseconds, round) => milliseconds / ours.rounds[round]!);
  const { lower, upper } = quartiles(ratios);
  const ratio = `${median(ratios).toFixed(2)} (${lower.toFixed(2)} to ${upper.toFixed(2)})`;
  return [digits(median(reference.rounds)), String(reference.peakMegabytes), ratio];
}

/** The row KD of the same pair, measured in the same way; undefined for itself. */
function kdOf(one: Measurement, all: readonly Measurement[]): Measurement | undefined {
  if (one.distiller === 'KD') return undefined;
  const { teacher, student, teacherCache } = one;
  return all.find(
    (other) =>
      other.distiller === 'KD' &&
      other.teacher === teacher &&
      other.student === student &&
      other.teacherCache === teacherCache,
  );
}

/** Three digits at least. */
function digits(value: number): string {
  return value.toFixed(Math.max(0, 2 - Math.floor(Math.log10(value))));
}
