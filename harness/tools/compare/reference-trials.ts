import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cannotRead, writeWhole } from '../../base/files/files.ts';
import { sha256 } from '../../base/files/hash.ts';
import { isSystemError } from '../../base/problem.ts';
import type { Student } from './cells.ts';
import type { Checkout } from './checkout.ts';
import { trainingCall } from './reference-call.ts';
import { type ReferenceTrial, trialSchema } from './trial.ts';

/** A training that RepDistiller is to do. */
export interface PlannedTrial {
  student: Student;
  /** The sha256 of the teacher's weights; undefined where there is none. */
  teacher: string | undefined;
  /** Where its record goes, and its log. */
  record: string;
  log: string;
}

/** Raised whenever the same training would come to other numbers by what `reference.py` does. */
const generation = 1;

/**
 * Gives a student's training by RepDistiller its files, named after all that decides what it comes to.
 * @param teacher the sha256 of the teacher's weights
 */
export function planTrial(
  student: Student,
  teacher: string | undefined,
  { code }: Pick<Checkout, 'code'>,
  folder: string,
): PlannedTrial {
  const { dataset, seed } = student.configuration;
  const decisive = { generation, code, dataset, seed, teacher, call: trainingCall(student.configuration) };
  const name = join(folder, `${student.label}-${sha256(JSON.stringify(decisive)).slice(0, 8)}`);
  return { student, teacher, record: `${name}.json`, log: `${name}.log` };
}

/**
 * The training's result; undefined where it is not done, or its record is damaged.
 * @throws Problem where the record is there and cannot be read
 */
export async function readTrial(planned: PlannedTrial): Promise<ReferenceTrial | undefined> {
  try {
    return trialIn(await readFile(planned.record, 'utf8'), planned);
  } catch (cause) {
    if (isSystemError(cause, 'ENOENT')) return undefined;
    throw cannotRead(planned.record, cause);
  }
}

/** A training's record; undefined where it is none, or not of this training. */
export function trialIn(text: string, { student, teacher }: PlannedTrial): ReferenceTrial | undefined {
  const trial = trialSchema.safeParse(parsed(text)).data;
  const isWhole = trial?.epochs.length === student.configuration.recipe.epochs;
  return isWhole && (trial.teacherAccuracy !== undefined) === (teacher !== undefined) ? trial : undefined;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** @throws Problem where it cannot be written */
export async function keepTrial({ record }: Pick<PlannedTrial, 'record'>, trial: ReferenceTrial): Promise<void> {
  await writeWhole(record, `${JSON.stringify(trial)}\n`);
}
