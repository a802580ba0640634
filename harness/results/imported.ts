import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { exitCode, isSystemError, Problem } from '../base/problem.ts';
import { jobFiles } from '../job/folder.ts';
import type { Imported, ImportedTeacher } from '../job/imported.ts';
import { resultSchema, type Untested, untestedSchema } from '../job/result.ts';

/** The folder of an imported teacher: a data set and a network have one at most. */
export function importedFolder(results: string, { dataset, network }: Pick<Imported, 'dataset' | 'network'>): string {
  return join(results, 'teachers', dataset.name, network);
}

/**
 * All imported teachers, by their data sets and networks.
 * @param results the folder for all that runs produce
 * @throws Problem where one of them is damaged
 */
export async function importedTeachers(results: string): Promise<ImportedTeacher[]> {
  const top = join(results, 'teachers');
  const teachers: ImportedTeacher[] = [];
  for (const dataset of await namesIn(top)) {
    for (const network of await namesIn(join(top, dataset))) {
      const teacher = await readImported(join(top, dataset, network));
      if (teacher) teachers.push(teacher);
    }
  }
  return teachers;
}

/**
 * The imported teacher of a folder, tested or not; undefined where there is none, or one whose import was interrupted.
 * @throws Problem where it is damaged
 */
export async function readImported(folder: string): Promise<ImportedTeacher | undefined> {
  const result = await readFileOf(folder, jobFiles(folder).result, resultSchema);
  const found = result ?? (await readUntested(folder));
  if (!found) return undefined;
  const { id, configuration } = found.job;
  return { id, folder, configuration, accuracy: result?.accuracy, top5Accuracy: result?.top5Accuracy };
}

/**
 * What was imported into a folder and not tested yet; undefined where there is none.
 * @throws Problem where it is damaged
 */
export function readUntested(folder: string) {
  return readFileOf(folder, jobFiles(folder).untested, untestedSchema);
}

/** What a file of an imported teacher holds, whose job it names. */
async function readFileOf<Contents extends Untested>(folder: string, file: string, schema: z.ZodType<Contents>) {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if (isSystemError(cause, 'ENOENT', 'ENOTDIR')) return undefined;
    throw new Problem(`${file} cannot be read (${(cause as Error).message})`, 'Check it', exitCode.data, { cause });
  }
  try {
    const { job, ...rest } = schema.parse(JSON.parse(text));
    const { configuration } = job;
    if (configuration.kind !== 'imported') throw new Error(`it is of a ${configuration.kind}`);
    return { ...rest, job: { ...job, configuration } };
  } catch (cause) {
    const cure = `Remove the folder ${folder}, and import the teacher again`;
    throw new Problem(`${file} is damaged, or not of an imported teacher`, cure, exitCode.data, { cause });
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (isSystemError(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}
