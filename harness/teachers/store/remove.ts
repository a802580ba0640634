import { rm, stat } from 'node:fs/promises';
import { commandOnResults } from '../../base/command-on-results.ts';
import { cannotWrite } from '../../base/files/files.ts';
import { exitCode, isSystemError, Problem } from '../../base/problem.ts';
import type { Imported } from '../../job/imported.ts';
import { importedFolder } from '../../results/imported.ts';

/**
 * Removes an imported teacher, be it whole or not: suites train their own again. Students that it has taught stay.
 * @returns its folder
 * @throws Problem where there is none
 */
export async function removeTeacher(
  results: string,
  { dataset, network }: Pick<Imported, 'dataset' | 'network'>,
): Promise<string> {
  const folder = importedFolder(results, { dataset, network });
  try {
    await stat(folder);
  } catch (cause) {
    if (!isSystemError(cause, 'ENOENT', 'ENOTDIR')) throw cause;
    throw new Problem(
      `There is no imported ${network} for the data set ${dataset.name} (${folder})`,
      `\`${commandOnResults('teacher list', results)}\` shows what there is`,
      exitCode.data,
    );
  }
  await rm(folder, { recursive: true, force: true }).catch((cause) => {
    throw cannotWrite(folder, cause);
  });
  return folder;
}
