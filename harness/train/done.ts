import { readFile } from 'node:fs/promises';
import { sha256 } from '../hash.ts';
import { jobFiles } from '../job/folder.ts';
import { type Result, resultSchema } from '../job/result.ts';
import { exitCode, Problem } from '../problem.ts';

/** A job that is done. */
export interface Done {
  result: Result;
  /** The safetensors file with its network. */
  weights: Buffer;
  /** Of that file. */
  path: string;
}

/**
 * Reads the result and the weights of a job.
 * @param cure what to do where they are not there or not whole
 * @throws Problem where they are not
 */
export async function readDone(folder: string, cure = 'Give the folder of a job that is done'): Promise<Done> {
  const files = jobFiles(folder);
  let result: Result;
  let weights: Buffer;
  try {
    result = resultSchema.parse(JSON.parse(await readFile(files.result, 'utf8')));
    weights = await readFile(files.weights);
  } catch (cause) {
    throw new Problem(`There is no trained network in ${folder}`, cure, exitCode.data, { cause });
  }
  if (sha256(weights) !== result.weights) {
    throw new Problem(`${files.weights} is damaged: its hash is not the one in its result`, cure, exitCode.data);
  }
  return { result, weights, path: files.weights };
}
