import { resolve } from 'node:path';
import { exitCode, Problem } from '../base/problem.ts';
import { isTraining } from '../job/job.ts';
import { setValues } from '../model/engine/executor.ts';
import { createProgram } from '../model/engine/program.ts';
import { parseTensors } from '../model/engine/safetensors.ts';
import { dataOf } from './job/data-of.ts';
import { readDone } from './job/done.ts';
import { learnerOf } from './learner/assemble.ts';
import type { TestResult } from './learner/learner.ts';
import { evaluationBatch, measure } from './loop/measure.ts';
import { fromStored } from './loop/weights.ts';

/**
 * Tests the network in the folder of a job that is done, as its file has it: with all by which it predicts, and nothing else.
 * @throws Problem where there is no such job, its file is damaged, or its data set is not there
 */
export async function retest(folder: string): Promise<TestResult> {
  const { result, weights, path } = await readDone(resolve(folder));
  const { configuration } = result.job;
  if (configuration.kind === 'imported' || !isTraining(configuration)) {
    throw new Problem(
      `${folder} holds no network that was trained here`,
      'Give the folder of such a job',
      exitCode.data,
    );
  }
  const data = await dataOf(configuration);
  const [{ variables, prefix, evaluation }] = learnerOf(configuration, data).trained;
  setValues(variables, fromStored(variables, parseTensors(weights, path).tensors, path, prefix));
  const steps = { [evaluation.name]: evaluation.step(evaluationBatch) };
  const program = await createProgram([], steps, 'replay', { constants: variables });
  try {
    return await measure(program, evaluation, data);
  } finally {
    program.dispose();
  }
}
