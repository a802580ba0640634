import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { commandLine } from '../base/command-line.ts';
import { cannotWriteOutput, writeOutput } from '../base/files/files.ts';
import { makeFolder } from '../base/files/make-folder.ts';
import { exitCode, Problem } from '../base/problem.ts';
import { validate } from '../base/validate/validate.ts';
import { networkSchema } from '../job/network.ts';
import { resultSchema } from '../job/result.ts';
import { teacherCacheModeSchema } from './teacher-cache-mode.ts';

const timingSchema = z.strictObject({
  /** Milliseconds a step: the median of each round. */
  rounds: z.array(z.number().positive()).min(1),
  /** How many cores other processes kept busy in each round. */
  others: z.array(z.number().min(0)).min(1),
  /** The most memory that the process ever held. */
  peakMegabytes: z.number(),
});
export type Timing = z.infer<typeof timingSchema>;

const measurementSchema = z.strictObject({
  student: networkSchema,
  /** Absent where nothing reads it. */
  teacher: networkSchema.optional(),
  /** The distiller's name in its suite. */
  distiller: z.string(),
  teacherCache: teacherCacheModeSchema,
  /** Images a step. */
  batch: z.int().positive(),
  /** Milliseconds that the multiply-accumulates of all that it computes would take at the machine's peak. */
  floor: z.number().positive(),
  ours: timingSchema,
  /** RepDistiller's, its rounds in turn with ours. */
  reference: timingSchema.optional(),
});
export type Measurement = z.infer<typeof measurementSchema>;

/** What `npm run bench` leaves, and what `--against` reads. */
export const reportSchema = z.strictObject({
  date: z.iso.datetime(),
  machine: resultSchema.shape.environment.extend({
    cores: z.int().positive(),
    memoryMegabytes: z.int().positive(),
    /** Billions of floating-point operations a second, as measured on large products in the precision of the steps. */
    peakGigaflops: z.number().positive(),
    /** Of the reference, where it was measured. */
    pytorch: z.string().optional(),
  }),
  options: z.strictObject({
    suite: z.string(),
    images: z.int().positive(),
    rounds: z.int().positive(),
    steps: z.int().positive(),
    /** Were convolutions in bfloat16? Of the reference, everything that torch.autocast casts. */
    mixedPrecision: z.literal(true).optional(),
  }),
  measurements: z.array(measurementSchema),
});
export type StepTimesReport = z.infer<typeof reportSchema>;

/**
 * Writes the file, and its folder where needed.
 * @throws Problem where it cannot be written
 */
export async function writeStepTimes(path: string, report: StepTimesReport): Promise<void> {
  await makeFolder(dirname(path)).catch((cause) => {
    throw cannotWriteOutput('--output', dirname(path), cause);
  });
  await writeOutput('--output', path, `${JSON.stringify(reportSchema.parse(report), undefined, 2)}\n`);
}

/** @throws Problem where it is not there, or is none that `npm run bench` wrote */
export async function readStepTimes(path: string): Promise<StepTimesReport> {
  const cure = `Give a file that \`${commandLine('bench')}\` wrote`;
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new Problem(`${path} cannot be read (${(cause as Error).message})`, cure, exitCode.data, { cause });
  }
  let contents: unknown;
  try {
    contents = JSON.parse(text);
  } catch (cause) {
    throw new Problem(`${path} is not JSON`, cure, exitCode.data, { cause });
  }
  return validate(reportSchema, contents, path, exitCode.data);
}
