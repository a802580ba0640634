import { readFile } from 'node:fs/promises';
import { cannotRead } from '../files.ts';
import { jobFiles } from '../job/folder.ts';
import { epochSchema, isMain, type MainEpoch } from '../job/result.ts';
import { exitCode, isSystemError, Problem } from '../problem.ts';

/**
 * The epochs of a job's main stage so far; none where it has not got so far.
 * @param folder the job's
 * @throws Problem where the file cannot be read, or a line of it is not an epoch
 */
export async function readMetrics(folder: string): Promise<MainEpoch[]> {
  const file = jobFiles(folder).metrics;
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if (isSystemError(cause, 'ENOENT')) return [];
    throw cannotRead(file, cause);
  }
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line, index) => epochIn(line, `${file}, line ${index + 1}`)).filter(isMain);
}

function epochIn(line: string, where: string) {
  const cure = "Remove the job's folder, and run the suite again";
  try {
    const epoch = epochSchema.safeParse(JSON.parse(line));
    if (epoch.success) return epoch.data;
  } catch {}
  throw new Problem(`${where} is not an epoch's metrics`, cure, exitCode.data);
}
