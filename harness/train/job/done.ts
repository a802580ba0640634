import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { commandLine } from '../../base/command-line.ts';
import { sha256 } from '../../base/files/hash.ts';
import { exitCode, Problem } from '../../base/problem.ts';
import { jobFiles } from '../../job/folder.ts';
import { type Result, resultSchema } from '../../job/result.ts';

/** A network that is kept in a job's folder. */
export interface KeptWeights {
  /** The safetensors file with it. */
  weights: Buffer;
  /** Of that file. */
  path: string;
}

/** A job that is done. */
export interface Done extends KeptWeights {
  result: Result;
}

const usualCure = 'Give the folder of a job that is done';

/**
 * Reads the result and the weights of a job.
 * @param cure what to do where they are not there or not whole
 * @throws Problem where they are not, or where it is an imported teacher that was not tested yet
 */
export async function readDone(folder: string, cure = usualCure): Promise<Done> {
  const files = jobFiles(folder);
  let result: Result;
  try {
    result = resultSchema.parse(JSON.parse(await readFile(files.result, 'utf8')));
  } catch (cause) {
    if (!existsSync(files.result) && existsSync(files.untested)) {
      const measures = `\`${commandLine('teacher test')}\` measures it, with the name of its network and --data`;
      throw new Problem(`The accuracy of the teacher in ${folder} is not measured yet`, measures, exitCode.data);
    }
    throw nothingIn(folder, cure, cause);
  }
  return { result, ...(await readKeptWeights(folder, result.weights, cure)) };
}

/**
 * Reads the weights in a job's folder.
 * @param hash what the sha256 of their file must be
 * @param cure what to do where they are not there or not whole
 * @throws Problem where they are not
 */
export async function readKeptWeights(folder: string, hash: string, cure = usualCure): Promise<KeptWeights> {
  const { weights: path } = jobFiles(folder);
  const weights = await readFile(path).catch((cause) => {
    throw nothingIn(folder, cure, cause);
  });
  if (sha256(weights) === hash) return { weights, path };
  throw new Problem(`${path} is damaged: its hash is not the one in its result`, cure, exitCode.data);
}

function nothingIn(folder: string, cure: string, cause: unknown): Problem {
  return new Problem(`There is no trained network in ${folder}`, cure, exitCode.data, { cause });
}
