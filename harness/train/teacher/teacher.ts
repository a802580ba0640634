import { resolve } from 'node:path';
import { sha256 } from '../../base/files/hash.ts';
import { exitCode, Problem } from '../../base/problem.ts';
import type { Result } from '../../job/result.ts';
import { readTestLogits } from '../../job/test-logits.ts';
import { parseTensors } from '../../model/engine/safetensors.ts';
import type { Values, Variable } from '../../model/engine/variable.ts';
import { readDone } from '../job/done.ts';
import { prefixes } from '../learner/names.ts';
import { fromStored } from '../loop/weights.ts';
import { ensembleAccuracy } from './ensemble.ts';

const retrain = "Remove the teacher's folder and run the suite again";

/** A trained teacher's weights, with what a result says about it. */
export interface TrainedTeacher {
  /** Of its job. */
  folder: string;
  values: Map<string, Values>;
  provenance: Pick<NonNullable<Result['teacher']>, 'weights' | 'accuracy'>;
}

/**
 * What a result says about the teachers: nothing where there are none, of several their hash and accuracy together.
 * @param labels of the test images
 * @throws Problem where one of several has left no logits of the test images
 */
export async function teacherProvenance(
  teachers: readonly TrainedTeacher[],
  labels: ArrayLike<number>,
): Promise<Result['teacher']> {
  const members = teachers.map(({ provenance }) => provenance);
  if (members.length < 2) return members[0];
  const logits = await Promise.all(teachers.map(({ folder }) => logitsIn(folder)));
  const weights = sha256(...members.map((member) => member.weights));
  return { weights, accuracy: ensembleAccuracy(logits, labels), members };
}

async function logitsIn(folder: string): Promise<Float32Array> {
  const logits = await readTestLogits(folder);
  if (logits) return logits.values;
  throw new Problem(`The teacher in ${folder} has left no logits of the test images`, retrain, exitCode.data);
}

/**
 * Reads the teacher from the folder of the job that trained it.
 * @param job the identity of that job
 * @throws Problem where it is not there, or its weights are not those that its result names
 */
export async function readTeacher(
  folder: string,
  job: string,
  variables: readonly Variable[],
): Promise<TrainedTeacher> {
  const { result, weights, path } = await readDone(resolve(folder), retrain);
  if (result.job.id !== job) {
    throw new Problem(`${folder} holds the job ${result.job.id}, not the teacher ${job}`, retrain, exitCode.data);
  }
  return {
    folder,
    values: fromStored(variables, parseTensors(weights, path).tensors, path, prefixes.teacher),
    provenance: { weights: result.weights, accuracy: result.accuracy },
  };
}
