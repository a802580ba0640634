import { markdownTable } from 'markdown-table';
import { counted } from '../../../base/counted.ts';
import { type ExitCode, exitCode } from '../../../base/problem.ts';
import { median } from '../../../base/statistics/median.ts';
import { quartiles } from '../../../base/statistics/quartiles.ts';
import { say } from '../../../base/terminal/say.ts';
import type { Timing } from '../../../results/step-times.ts';
import { findSlots } from '../../../run/local/slots.ts';
import { roundsMeter } from '../rounds-meter.ts';
import type { MeasuredSide } from '../side.ts';
import { measureInTurn } from '../steps/measure.ts';
import { startBanks } from './start-banks.ts';

export interface BanksOptions {
  /** How often each number of images takes its turn. */
  rounds: number;
  /** How many steps of a round count. */
  steps: number;
  threads: number;
}

/** The fewest (of these) whose rows are gathered: the others are compared with them. */
const gathered = 300_000;

/** CIFAR-100's number of images, ImageNet's, and some between them; of the first two the whole bank is multiplied. */
const sizes = [50_000, 200_000, gathered, 600_000, 1_281_167];

/** Measures CRD's steps with banks for more and more images, each in a process of its own, in turn; prints a table. */
export async function benchBanks({ rounds, steps, threads }: BanksOptions): Promise<ExitCode> {
  const [place] = await findSlots(threads);
  const sides: MeasuredSide[] = [];
  try {
    for (const images of sizes) {
      say(`making banks for ${images} images`);
      sides.push(await startBanks(images, steps, { gpu: place?.gpu, threads }));
    }
    const meter = roundsMeter(rounds);
    const timings = await measureInTurn(sides, rounds, meter.round).finally(meter.close);
    console.log(tableOf(timings));
    console.log(
      `CRD with 16,384 negatives, resnet8 taught by resnet8, 64 images a step, ${counted(threads, 'thread')}`,
    );
    return exitCode.done;
  } finally {
    await Promise.all(sides.map((side) => side.end()));
  }
}

function tableOf(timings: readonly Timing[]): string {
  const compared = timings[sizes.indexOf(gathered)]!;
  const rows = timings.map(({ rounds, peakMegabytes }, index) => {
    const { lower, upper } = quartiles(rounds);
    // Round by round: what slows the machine slows all.
    const ratio = median(rounds.map((milliseconds, round) => milliseconds / compared.rounds[round]!));
    return [
      sizes[index]!.toLocaleString('en'),
      median(rounds).toFixed(0),
      `${lower.toFixed(0)} to ${upper.toFixed(0)}`,
      ratio.toFixed(2),
      String(peakMegabytes),
    ];
  });
  const head = ['images', 'ms a step', 'middle half', `times ${gathered.toLocaleString('en')}'s`, 'MB at its peak'];
  return markdownTable([head, ...rows], { align: head.map(() => 'r') });
}
