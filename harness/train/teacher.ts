import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseTensors } from '../engine/safetensors.ts';
import type { Values, Variable } from '../engine/variable.ts';
import { sha256 } from '../hash.ts';
import { jobFiles } from '../job/folder.ts';
import { type Result, resultSchema } from '../job/result.ts';
import { exitCode, Problem } from '../problem.ts';
import { prefixes } from './learner.ts';
import { fromStored } from './weights.ts';

/** A trained teacher's weights, with what a result says of it. */
export interface TrainedTeacher {
  values: Map<string, Values>;
  provenance: NonNullable<Result['teacher']>;
}

/**
 * Reads the teacher from the folder of the job that trained it.
 * @param job the identity of that job
 * @throws Problem where it is not there, or its weights are not those that its result tells of
 */
export async function readTeacher(
  folder: string,
  job: string,
  variables: readonly Variable[],
): Promise<TrainedTeacher> {
  const files = jobFiles(resolve(folder));
  const cure = "Remove the teacher's folder and run the suite again";
  let bytes: Buffer;
  let result: Result;
  try {
    result = resultSchema.parse(JSON.parse(await readFile(files.result, 'utf8')));
    bytes = await readFile(files.weights);
  } catch (error) {
    throw new Problem(`There is no trained teacher in ${folder}`, cure, exitCode.data, { cause: error });
  }
  if (result.job.id !== job) {
    throw new Problem(`${folder} holds the job ${result.job.id}, not the teacher ${job}`, cure, exitCode.data);
  }
  if (sha256(bytes) !== result.weights) {
    throw new Problem(`${files.weights} is damaged: its hash is not the one in its result`, cure, exitCode.data);
  }
  return {
    values: fromStored(variables, parseTensors(bytes, files.weights).tensors, files.weights, prefixes.teacher),
    provenance: { weights: result.weights, accuracy: result.accuracy },
  };
}
