import { link, rm } from 'node:fs/promises';
import { z } from 'zod';
import { parseTensors, serializeTensors } from '../engine/safetensors.ts';
import type { Values, Variable } from '../engine/variable.ts';
import { cannotWrite, writeWhole } from '../files.ts';
import { sha256 } from '../hash.ts';
import { epochSchema } from '../job/result.ts';
import { exitCode, isSystemError, Problem } from '../problem.ts';
import { say } from '../say.ts';
import { readIfThere } from './files.ts';
import { fromStored, toStored } from './weights.ts';

/** Where a job is: between which steps, and what it has seen of the epoch so far. */
const progressSchema = z.strictObject({
  /** Steps taken, in the stage under way. */
  step: z.int().min(0),
  /** The finished epochs, of all stages. */
  epochs: z.array(epochSchema),
  /** Of the epoch under way: each loss times the images it is a mean of, and the images that the student got right. */
  sums: z.record(z.string(), z.number()),
  /** Spent on the epoch under way. */
  seconds: z.number(),
});
export type Progress = z.infer<typeof progressSchema>;

export const start: Progress = { step: 0, epochs: [], sums: {}, seconds: 0 };

const metadataSchema = z.object({ job: z.string(), progress: z.string(), digest: z.string() });

/** Everything that a job needs to go on with the bits it would have had. */
export interface Checkpoint {
  progress: Progress;
  values: Map<string, Values>;
}

const digestOf = (tensors: ReturnType<typeof toStored>, job: string, progress: string) =>
  sha256(
    job,
    progress,
    ...[...tensors.values()].map(({ values }) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
  );

/** A checkpoint's file, and where the one before it is kept. */
export interface CheckpointFiles {
  checkpoint: string;
  previousCheckpoint: string;
}

/**
 * Writes a checkpoint, and keeps the one before.
 * @param job the job's id
 * @throws Problem where it cannot be written; what was there is kept then
 */
export async function writeCheckpoint(
  files: CheckpointFiles,
  job: string,
  variables: readonly Variable[],
  { progress, values }: Checkpoint,
): Promise<void> {
  const tensors = toStored(variables, values);
  const text = JSON.stringify(progress);
  const metadata = { job, progress: text, digest: digestOf(tensors, job, text) };
  await keepPrevious(files);
  await writeWhole(files.checkpoint, serializeTensors({ tensors, metadata }));
}

/** Gives the newest checkpoint the other name too, so that it stays when it is replaced. */
async function keepPrevious({ checkpoint, previousCheckpoint }: CheckpointFiles): Promise<void> {
  try {
    await rm(previousCheckpoint, { force: true });
    await link(checkpoint, previousCheckpoint);
  } catch (cause) {
    // There is none yet, or the file system has no links: then there is but one.
    if (!isSystemError(cause, 'ENOENT', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP')) throw cannotWrite(previousCheckpoint, cause);
  }
}

/**
 * The newest checkpoint of a job that is whole, or nothing where there is none. What is passed over is told of.
 * @throws Problem where there are some and none is whole, or they are another job's
 */
export async function readCheckpoint(
  { checkpoint, previousCheckpoint }: CheckpointFiles,
  job: string,
  variables: readonly Variable[],
): Promise<Checkpoint | undefined> {
  try {
    const newest = await readOne(checkpoint, job, variables);
    if (newest) return newest;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const previous = await readOne(previousCheckpoint, job, variables).catch(() => undefined);
    if (!previous) throw error;
    say(`${error.message}. The job goes on from the one before`);
    return previous;
  }
  return readOne(previousCheckpoint, job, variables);
}

/**
 * The checkpoint in a file, or nothing where there is no such file.
 * @throws Problem where it is damaged or another job's
 */
async function readOne(path: string, job: string, variables: readonly Variable[]): Promise<Checkpoint | undefined> {
  const bytes = await readIfThere(path);
  if (!bytes) return undefined;
  const cure = 'Remove it to start the job from its first epoch';
  let file: ReturnType<typeof parseTensors>;
  try {
    file = parseTensors(bytes, path);
  } catch (error) {
    throw new Problem(`The checkpoint ${path} is damaged`, cure, exitCode.data, { cause: error });
  }
  const metadata = metadataSchema.safeParse(file.metadata);
  if (!metadata.success || metadata.data.digest !== digestOf(file.tensors, metadata.data.job, metadata.data.progress)) {
    throw new Problem(`The checkpoint ${path} is damaged: its contents do not fit its hash`, cure, exitCode.data);
  }
  if (metadata.data.job !== job) {
    throw new Problem(
      `The checkpoint ${path} belongs to the job ${metadata.data.job}, not ${job}`,
      cure,
      exitCode.data,
    );
  }
  const progress = progressSchema.safeParse(JSON.parse(metadata.data.progress));
  if (!progress.success) {
    throw new Problem(`The checkpoint ${path} was written by another version of Redistill`, cure, exitCode.data);
  }
  return {
    progress: progress.data,
    values: fromStored(variables, file.tensors, path),
  };
}
