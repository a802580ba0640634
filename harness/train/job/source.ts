import { exitCode, Problem } from '../../base/problem.ts';
import type { Result } from '../../job/result.ts';
import { parseTensors, type StoredTensor } from '../../model/engine/safetensors.ts';
import { readDone } from './done.ts';

/** A trained network that is probed, or trained further. */
export interface SourceNetwork {
  /** By PyTorch's names, in the network's order: the classifier's weight and bias stand last in all networks. */
  tensors: ReadonlyMap<string, StoredTensor>;
  /** Of their file. */
  path: string;
  provenance: NonNullable<Result['source']>;
}

/**
 * Reads the network of the job in a folder.
 * @param job the identity of that job
 * @throws Problem where it is not there
 */
export async function readSource(folder: string, job: string): Promise<SourceNetwork> {
  const cure = 'Remove its folder and run the suite again';
  const { result, weights, path } = await readDone(folder, cure);
  if (result.job.id !== job) {
    throw new Problem(`${folder} holds the job ${result.job.id}, not ${job}`, cure, exitCode.data);
  }
  const { tensors } = parseTensors(weights, path);
  return { tensors, path, provenance: { weights: result.weights, accuracy: result.accuracy } };
}
