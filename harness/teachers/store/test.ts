import { rm } from 'node:fs/promises';
import { commandLine } from '../../base/command-line.ts';
import { writeWhole } from '../../base/files/files.ts';
import { exitCode, Problem } from '../../base/problem.ts';
import { jobFiles } from '../../job/folder.ts';
import type { ImportedTeacher } from '../../job/imported.ts';
import type { Result, Untested } from '../../job/result.ts';
import { writeTestLogits } from '../../job/test-logits.ts';
import { parseTensors } from '../../model/engine/safetensors.ts';
import { readImported, readUntested } from '../../results/imported.ts';
import { readKeptWeights } from '../../train/job/done.ts';
import { evaluate, type TestedNetwork } from './evaluate.ts';

/**
 * Measures the accuracy of an imported teacher that was not tested yet; one that was stays as it is.
 * @param folder the teacher's
 * @throws Problem where there is none, its weights are damaged, or its data set is not there
 */
export async function testTeacher(folder: string): Promise<ImportedTeacher> {
  const teacher = await readImported(folder);
  if (!teacher) {
    const cure = `\`${commandLine('teacher list')}\` shows what there is`;
    throw new Problem(`There is no imported teacher in ${folder}`, cure, exitCode.data);
  }
  if (teacher.accuracy !== undefined) return teacher;
  const untested = (await readUntested(folder))!;
  const { configuration } = teacher;
  const cure = `Remove the folder ${folder}, and import the teacher again`;
  const { weights, path } = await readKeptWeights(folder, untested.weights, cure);
  const evaluated = await evaluate({
    name: configuration.network,
    dataset: configuration.dataset,
    weights: parseTensors(weights, path).tensors,
    path,
  });
  await keepTest(folder, untested, evaluated);
  return { ...teacher, accuracy: evaluated.accuracy, top5Accuracy: evaluated.top5Accuracy };
}

/** Writes a test's results, the result file last: from then on the teacher is a job that is done. */
export async function keepTest(folder: string, { job, weights }: Untested, evaluated: TestedNetwork): Promise<void> {
  const { logits, labels, accuracy, top5Accuracy, seconds, environment } = evaluated;
  const result: Result = { job, accuracy, top5Accuracy, weights, seconds, environment };
  const files = jobFiles(folder);
  await writeTestLogits(files.logits, logits, labels);
  await writeWhole(files.result, `${JSON.stringify(result, undefined, 2)}\n`);
  await rm(files.untested, { force: true });
}
