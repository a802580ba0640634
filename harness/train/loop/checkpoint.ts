import { link, rm } from 'node:fs/promises';
import { z } from 'zod';
import { cannotWrite, writeWhole } from '../../base/files/files.ts';
import { exitCode, isSystemError, Problem } from '../../base/problem.ts';
import { say } from '../../base/terminal/say.ts';
import { epochSchema } from '../../job/result.ts';
import type { StepExecutor } from '../../model/engine/executor.ts';
import type { Variable } from '../../model/engine/variable.ts';
import { readState, restoreTables, type StateFile, writeState } from './state-file.ts';
import { checkShape, fromStored } from './weights.ts';

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
export type TrainingProgress = z.infer<typeof progressSchema>;

export const untrained: TrainingProgress = { step: 0, epochs: [], sums: {}, seconds: 0 };

const metadataSchema = z.object({ job: z.string(), progress: z.string(), digest: z.string() });

/** Everything that a job needs to go on with the bits it would have had. */
export interface Checkpoint {
  progress: TrainingProgress;
  /** Gives a program's variables the values that they had. */
  restore(program: StepExecutor): Promise<void>;
}

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
  { progress, program }: { progress: TrainingProgress; program: StepExecutor },
): Promise<void> {
  const text = JSON.stringify(progress);
  await keepPrevious(files);
  await writeWhole(files.checkpoint, (file) => writeState(file, { job, progress: text }, variables, program));
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
 * The newest checkpoint of a job that is whole, or nothing where there is none. What is passed over is reported.
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
    say(`${error.message}. The job continues from the one before`);
    return previous;
  }
  return readOne(previousCheckpoint, job, variables);
}

/**
 * The checkpoint in a file, or nothing where there is no such file.
 * @throws Problem where it is damaged or another job's
 */
async function readOne(path: string, job: string, variables: readonly Variable[]): Promise<Checkpoint | undefined> {
  const cure = 'Remove it to start the job from its first epoch';
  let file: StateFile | undefined;
  try {
    file = await readState(path, variables);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new Problem(`The checkpoint ${path} is damaged`, cure, exitCode.data, { cause: error });
  }
  if (!file) return undefined;
  const metadata = metadataSchema.safeParse(file.metadata);
  if (!metadata.success || metadata.data.digest !== file.digest) {
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
  const tables = variables.filter(({ isTable }) => isTable);
  for (const table of tables) checkShape(table, table.name, file.shapes.get(table.name), path);
  const plain = variables.filter(({ isTable }) => !isTable);
  const values = fromStored(plain, file.tensors, path);
  return {
    progress: progress.data,
    async restore(program) {
      program.write(values);
      await restoreTables(path, tables, program);
    },
  };
}
