import { rm } from 'node:fs/promises';
import { makeTemporaryFolder } from '../../../base/files/temporary-folder.ts';
import { availableCores, availableMemory } from '../../../base/machine/capacity.ts';
import { near } from '../../../base/near.ts';
import { type ExitCode, exitCode } from '../../../base/problem.ts';
import { say, warn } from '../../../base/terminal/say.ts';
import { teacherIn } from '../../../job/distiller.ts';
import { type Measurement, readStepTimes, type StepTimesReport, writeStepTimes } from '../../../results/step-times.ts';
import { findSlots, type Slot } from '../../../run/local/slots.ts';
import { type RoundsMeter, roundsMeter } from '../rounds-meter.ts';
import type { MeasuredSide } from '../side.ts';
import { changeLine, changesSince, checkComparable } from './against.ts';
import { cellsFor, checkImages, type MeasuredStudent, measuredName } from './cells.ts';
import { floorOf } from './floor.ts';
import { measureInTurn } from './measure.ts';
import { type ChosenOptions, type StepOptions, withRounds } from './options.ts';
import { isDisturbed, othersIn, watchOthers } from './others.ts';
import { startOurs } from './ours.ts';
import { measurePeak } from './peak.ts';
import { findReference, type Reference, startReference } from './reference.ts';
import { tableOf } from './table.ts';

/**
 * Measures whole training steps as jobs take them, beside the reference's where there is one; prints a table, and keeps
 * all of it in a file.
 * @returns `slower` where something is slower than in an earlier file, beyond noise
 * @throws Problem where the options do not fit, or a process fails; what was measured before is in the file
 */
export async function benchSteps(given: StepOptions): Promise<ExitCode> {
  const cells = await cellsFor(given);
  const options = withRounds(given, cells.length);
  checkImages(cells, options);
  const earlier = options.against === undefined ? undefined : await readStepTimes(options.against);
  const reference = options.reference && (await findReference(options.reference));
  const [place] = await findSlots(options.threads);
  const slot = { gpu: place?.gpu, threads: options.threads };

  const others = watchOthers();
  const { gigaflops, processorMilliseconds, environment } = await measurePeak(
    slot,
    options.mixedPrecision ? 'mixed' : 'float32',
  );
  warnOf(others(processorMilliseconds), slot);
  const report: StepTimesReport = {
    date: new Date().toISOString(),
    machine: {
      ...environment,
      cores: availableCores(),
      memoryMegabytes: Math.round(availableMemory() / 1e6),
      peakGigaflops: gigaflops,
      ...(reference && { pytorch: reference.pytorch }),
    },
    options: {
      suite: options.suite ?? 'cifar100',
      ...{ images: options.images, rounds: options.rounds, steps: options.steps },
      ...(options.mixedPrecision && { mixedPrecision: true as const }),
    },
    measurements: [],
  };
  if (earlier && options.against !== undefined) checkComparable(earlier, report, options.against);
  const meter = roundsMeter(cells.length * options.rounds);
  try {
    for (const [index, cell] of cells.entries()) {
      meter.above(() => say(`${measuredName(cell)}, ${index + 1} of ${cells.length}`));
      const measurements = await measureCell(cell, options, gigaflops, slot, reference, meter);
      meter.above(() => warnOf(Math.max(...measurements.map(othersIn)), slot));
      report.measurements.push(...measurements);
      await writeStepTimes(options.output, report);
    }
  } finally {
    meter.close();
  }
  console.log(`${tableOf(report)}\nKept in ${near(options.output)}`);
  if (!earlier || options.against === undefined) return exitCode.done;

  const changes = changesSince(earlier, report, options.against);
  console.log(`\nAgainst ${options.against}\n${changes.map(changeLine).join('\n')}`);
  return changes.some(({ isSlower }) => isSlower) ? exitCode.slower : exitCode.done;
}

/** @param others how many cores other processes have kept busy */
function warnOf(others: number, { threads }: Slot): void {
  if (!isDisturbed(others, threads)) return;
  warn(`other processes kept ${others.toFixed(1)} cores busy meanwhile: this will not hold on an idle machine`);
}

/** All modes of the teacher cache and the reference take their rounds in turn. */
async function measureCell(
  cell: MeasuredStudent,
  options: ChosenOptions,
  peakGigaflops: number,
  slot: Slot,
  reference: Reference | undefined,
  meter: RoundsMeter,
): Promise<Measurement[]> {
  // What reads maps has no use for a cache.
  const modes = teacherIn(cell.distiller) === 'fed' ? options.modes : (['off'] as const);
  const scratch = await makeTemporaryFolder('bench');
  const sides: MeasuredSide[] = [];
  try {
    for (const mode of modes) sides.push(await startOurs(cell, mode, options, slot, scratch));
    const theirs = reference && (await startReference(reference, cell, options, slot));
    if (theirs) sides.push(theirs);
    const timings = await measureInTurn(sides, options.rounds, meter.round);
    return modes.map((mode, index) => ({
      student: cell.network,
      ...(cell.teacher && { teacher: cell.teacher.network }),
      distiller: cell.distiller.name,
      teacherCache: mode,
      batch: cell.recipe.batch,
      floor: floorOf(sides[index]!.multiplyAccumulates!, peakGigaflops),
      ours: timings[index]!,
      ...(theirs && { reference: timings.at(-1)! }),
    }));
  } finally {
    await Promise.all(sides.map((side) => side.end()));
    await rm(scratch, { recursive: true });
  }
}
