import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { markdownTable } from 'markdown-table';
import { counted } from '../../../base/counted.ts';
import { makeTemporaryFolder } from '../../../base/files/temporary-folder.ts';
import { availableCores } from '../../../base/machine/capacity.ts';
import { type ExitCode, exitCode } from '../../../base/problem.ts';
import { median } from '../../../base/statistics/median.ts';
import { quartiles } from '../../../base/statistics/quartiles.ts';
import { say, warn } from '../../../base/terminal/say.ts';
import { programCommand } from '../../../base/typescript.ts';
import type { Round } from '../round.ts';
import { roundsMeter } from '../rounds-meter.ts';
import { MeasuredSide } from '../side.ts';
import { makeJpegs } from './make-jpegs.ts';

/** What either side is told to do. */
export interface ImagesTask {
  /** With `train`. */
  folder: string;
  /** Of the images, in the folder. */
  paths: string[];
  batch: number;
  /** How often a round goes through all images; the first time does not count. */
  passes: number;
  threads: number;
}

export interface ImagesOptions {
  /** How often each side takes its turn, after one round to warm up. */
  rounds: number;
  threads?: number | undefined;
  /** With torch and torchvision. */
  python: string;
}

const images = 256;
const batch = 32;
const passes = 3;
const reference = fileURLToPath(new URL('reference.py', import.meta.url));

/**
 * Measures how many JPEGs of ImageNet's usual size become batches in a second, as jobs make them, in turn with PyTorch's
 * loader (its ImageNet example's transforms on Pillow) with as many processes as we have threads; prints a table.
 */
export async function benchImages({ rounds, threads = availableCores(), python }: ImagesOptions): Promise<ExitCode> {
  const folder = await makeTemporaryFolder('bench');
  const sides: { name: string; side: MeasuredSide; rounds: Round[] }[] = [];
  try {
    say(`making ${images} JPEGs`);
    const task: ImagesTask = { folder, paths: await makeJpegs(folder, images), batch, passes, threads };
    const environment = { TF_NUM_INTRAOP_THREADS: String(threads) };
    const start = async (name: string, command: readonly [string, ...string[]]) =>
      sides.push({ name, side: await MeasuredSide.start({ name, command, environment }), rounds: [] });
    await start('Redistill', [...programCommand('harness/tools/bench/images/our-process.ts'), JSON.stringify(task)]);
    const { exitCode: missing } = await execa(python, ['-c', 'import torchvision'], { reject: false });
    if (missing === 0) await start('PyTorch', [python, reference, JSON.stringify(task)]);
    else warn(`${python} has no torchvision, so PyTorch is not measured: give one that has with --python PATH`);
    const meter = roundsMeter(rounds);
    for (let round = 0; round < rounds; round++) {
      for (const { side, rounds } of sides) rounds.push(await side.round());
      meter.round();
    }
    meter.close();
    console.log(tableOf(sides, threads));
    return exitCode.done;
  } finally {
    await Promise.all(sides.map(({ side }) => side.end()));
    await rm(folder, { recursive: true });
  }
}

function tableOf(sides: readonly { name: string; rounds: readonly Round[] }[], threads: number): string {
  const rates = sides.map(({ rounds }) =>
    rounds.map(({ milliseconds }) => (1000 * images) / median(milliseconds.slice(1))),
  );
  const rows = sides.map(({ name, rounds }, index) => {
    const { lower, upper } = quartiles(rates[index]!);
    const worked = rounds.map(({ processorMilliseconds: spent }) => spent / (images * passes));
    return [
      name,
      median(rates[index]!).toFixed(0),
      `${lower.toFixed(0)} to ${upper.toFixed(0)}`,
      (median(rates[index]!) / threads).toFixed(0),
      `${median(worked).toFixed(2)} ms`,
    ];
  });
  const head = ['', 'images a second', 'middle half', 'a thread', "processors' time an image"];
  const table = markdownTable([head, ...rows], { align: ['l', 'r', 'r', 'r', 'r'] });
  const [ours, theirs] = rates;
  if (!ours || !theirs) return table;
  // Round by round: what slows the machine slows both.
  const ratio = median(ours.map((rate, round) => rate / theirs[round]!));
  return `${table}\nRedistill makes ${ratio.toFixed(2)} times as many, round by round, with ${counted(threads, 'thread')}.`;
}
