import { z } from 'zod';
import { parseTensors, serializeTensors } from '../engine/safetensors.ts';
import type { Values, Variable } from '../engine/variable.ts';
import { writeWhole } from '../files.ts';
import { sha256 } from '../hash.ts';
import { epochSchema } from '../job/result.ts';
import { exitCode, Problem } from '../problem.ts';
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

/**
 * @param job the job's id
 * @throws Problem where it cannot be written; the checkpoint before it is kept then
 */
export async function writeCheckpoint(
  path: string,
  job: string,
  variables: readonly Variable[],
  { progress, values }: Checkpoint,
): Promise<void> {
  const tensors = toStored(variables, values);
  const text = JSON.stringify(progress);
  const metadata = { job, progress: text, digest: digestOf(tensors, job, text) };
  await writeWhole(path, serializeTensors({ tensors, metadata }));
}

/**
 * The checkpoint of a job, or nothing where there is none.
 * @throws Problem where it is damaged or another job's
 */
export async function readCheckpoint(
  path: string,
  job: string,
  variables: readonly Variable[],
): Promise<Checkpoint | undefined> {
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
