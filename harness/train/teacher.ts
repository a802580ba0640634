import { resolve } from 'node:path';
import { parseTensors } from '../engine/safetensors.ts';
import type { Values, Variable } from '../engine/variable.ts';
import type { Result } from '../job/result.ts';
import { exitCode, Problem } from '../problem.ts';
import { readDone } from './done.ts';
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
  const cure = "Remove the teacher's folder and run the suite again";
  const { result, weights, path } = await readDone(resolve(folder), cure);
  if (result.job.id !== job) {
    throw new Problem(`${folder} holds the job ${result.job.id}, not the teacher ${job}`, cure, exitCode.data);
  }
  return {
    values: fromStored(variables, parseTensors(weights, path).tensors, path, prefixes.teacher),
    provenance: { weights: result.weights, accuracy: result.accuracy },
  };
}
