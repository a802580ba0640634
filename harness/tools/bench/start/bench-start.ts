import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { markdownTable } from 'markdown-table';
import { counted } from '../../../base/counted.ts';
import { makeTemporaryFolder } from '../../../base/files/temporary-folder.ts';
import { type ExitCode, exitCode, Problem } from '../../../base/problem.ts';
import { median } from '../../../base/statistics/median.ts';
import { say } from '../../../base/terminal/say.ts';
import { trainCommand } from '../../../run/local/job-process.ts';
import { findSlots, type Slot } from '../../../run/local/slots.ts';
import { makeJob } from '../../../train/fixture.ts';
import { roundsMeter } from '../rounds-meter.ts';
import { copyOf, type StartedPair, startedPairs } from './jobs.ts';
import { measureStart, type Start } from './measure-start.ts';

export interface StartOptions {
  /** How often each side takes its turn, after one that does not count. */
  rounds: number;
  threads: number;
  /** A checkout of another version of Redistill, set up, to be measured in turn with this one. */
  against?: string | undefined;
}

/** Measures how long jobs take beside their training steps, a small one and a large one; prints a table for each. */
export async function benchStart({ rounds, threads, against }: StartOptions): Promise<ExitCode> {
  const [place] = await findSlots(threads);
  const slot = { gpu: place?.gpu, threads };
  const commands = [trainCommand, ...(against === undefined ? [] : [commandOf(against)])];
  for (const pair of startedPairs) {
    const [own = [], other] = await measurePair(pair, commands, rounds, slot);
    console.log(
      `${pair.name} (milliseconds, median of ${rounds}, ${counted(threads, 'thread')})\n\n${tableOf(own, other)}\n`,
    );
  }
  return exitCode.done;
}

/** Trains a job of a checkout of Redistill, of now or of before it was compiled. */
function commandOf(checkout: string): string[] {
  const program = join(checkout, 'scripts/program.mjs');
  const main = join(checkout, 'harness/train/job/main.ts');
  if (existsSync(program)) return [process.execPath, program, 'harness/train/job/main.ts'];
  if (existsSync(main)) return [process.execPath, '--import', join(checkout, 'scripts/typescript.mjs'), main];
  throw new Problem(`${checkout} is not a checkout of Redistill`, 'Give one with --against DIR', exitCode.data);
}

/** Each side's rounds. */
async function measurePair(
  { name, teacher, student }: StartedPair,
  commands: readonly (readonly string[])[],
  rounds: number,
  slot: Slot,
): Promise<Start[][]> {
  const folder = await makeTemporaryFolder('bench');
  try {
    say(`training the teacher for ${name}`);
    await measureStart(trainCommand, await makeJob(join(folder, 'teacher'), teacher), slot);
    const job = await makeJob(join(folder, 'student'), student);
    const measured: Start[][] = commands.map(() => []);
    const meter = roundsMeter(rounds + 1);
    for (let round = 0; round <= rounds; round++) {
      for (const [side, command] of commands.entries()) {
        const copy = await copyOf(job, `side-${side}`);
        const start = await measureStart(command, copy, slot);
        // In the first one, programs are compiled and files come from the disk.
        if (round > 0) measured[side]!.push(start);
        await rm(copy, { recursive: true });
      }
      meter.round();
    }
    meter.close();
    return measured;
  } finally {
    await rm(folder, { recursive: true });
  }
}

const totals: [string, (start: Start) => number][] = [
  ['before steps go on', ({ untilFirstStep }) => untilFirstStep],
  ['from the last step to the end', ({ afterLastStep }) => afterLastStep],
  ['both', ({ untilFirstStep, afterLastStep }) => untilFirstStep + afterLastStep],
];

/** @param other rounds of another version, in turn with our own */
function tableOf(own: readonly Start[], other?: readonly Start[]): string {
  const parts = [...(own[0]?.parts.keys() ?? [])].map((part) => {
    return [`- ${part}`, median(own.map(({ parts }) => parts.get(part)!)).toFixed(0)];
  });
  const [untilFirstStep, ...rest] = totals.map(([name, of]) => {
    const ours = own.map(of);
    if (!other) return [name, median(ours).toFixed(0)];
    const theirs = other.map(of);
    // Round by round: what slows the machine slows both.
    const ratio = median(ours.map((milliseconds, round) => milliseconds / theirs[round]!));
    return [name, median(ours).toFixed(0), median(theirs).toFixed(0), ratio.toFixed(2)];
  });
  const head = ['', 'this version', ...(other ? ['the other', 'ratio'] : [])];
  return markdownTable([head, untilFirstStep!, ...parts, ...rest], { align: ['l', 'r', 'r', 'r'] });
}
