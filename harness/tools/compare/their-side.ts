import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { counted } from '../../base/counted.ts';
import { makeFolder } from '../../base/files/make-folder.ts';
import { makeTemporaryFolder } from '../../base/files/temporary-folder.ts';
import { say } from '../../base/terminal/say.ts';
import type { ImageData } from '../../data/sets/image-set.ts';
import type { Slot } from '../../run/local/slots.ts';
import { Stopping } from '../../run/local/stopping.ts';
import { exportWeights } from '../../teachers/store/export.ts';
import type { ComparedCell } from './cells.ts';
import type { Checkout } from './checkout.ts';
import type { OurTeacher } from './our-side.ts';
import { writePythonData } from './python-data.ts';
import { type PlannedTrial, planTrial, readTrial } from './reference-trials.ts';
import { trainReference } from './train-reference.ts';
import type { ReferenceTrial } from './trial.ts';

export interface TheirSideOptions {
  checkout: Checkout;
  data: ImageData;
  /** Our teacher of each cell, where its distiller reads one. */
  teacherOf(cell: ComparedCell): OurTeacher | undefined;
  /** Finds the slots for the trainings; where all are done it is not called. */
  findSlots(): Promise<Slot[]>;
  /** Where records and logs are kept. */
  folder: string;
}

/**
 * Has RepDistiller train the students of all cells, but for those that it has trained already.
 * @returns the trials of each cell; undefined where the user has stopped it
 * @throws Problem where a training failed
 */
export async function theirSide(
  cells: readonly ComparedCell[],
  { checkout, data, teacherOf, findSlots, folder }: TheirSideOptions,
): Promise<ReferenceTrial[][] | undefined> {
  await makeFolder(folder);
  const planned = cells.map((cell) =>
    cell.students.map((student) => planTrial(student, teacherOf(cell)?.weights, checkout, folder)),
  );
  const missing: PlannedTrial[] = [];
  // The first trial of all before the second of any.
  for (const trial of byTrial(planned)) if (!(await readTrial(trial))) missing.push(trial);
  if (missing.length > 0) {
    const slots = await findSlots();
    say(
      `RepDistiller has ${counted(missing.length, 'student')} to train, ${Math.min(slots.length, missing.length)} at a time`,
    );
    const scratch = await makeTemporaryFolder('compare');
    const stopping = new Stopping();
    stopping.heedSignals();
    try {
      const weights = await exportTeachers(
        cells.flatMap((cell) => teacherOf(cell) ?? []),
        join(scratch, 'teachers'),
      );
      const written = await writePythonData(join(scratch, 'data'), data);
      await trainReference(missing, { checkout, slots, data: written, weights, scratch, stopping });
    } finally {
      stopping.ignoreSignals();
      await rm(scratch, { recursive: true, force: true });
    }
    if (stopping.asked.aborted) return undefined;
  }
  return Promise.all(planned.map((ofCell) => Promise.all(ofCell.map(async (trial) => (await readTrial(trial))!))));
}

function byTrial(planned: readonly PlannedTrial[][]): PlannedTrial[] {
  const most = Math.max(...planned.map(({ length }) => length));
  return Array.from({ length: most }, (_, trial) => planned.flatMap((ofCell) => ofCell[trial] ?? [])).flat();
}

/** The file of each teacher's weights, by their sha256. */
async function exportTeachers(teachers: readonly OurTeacher[], folder: string): Promise<Map<string, string>> {
  await mkdir(folder);
  const files = new Map<string, string>();
  for (const { weights, folder: from } of teachers) {
    if (files.has(weights)) continue;
    const file = join(folder, `${weights}.safetensors`);
    await exportWeights(from, file);
    files.set(weights, file);
  }
  return files;
}
