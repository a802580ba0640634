import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { jobFiles } from '../../job/folder.ts';
import { journalFile } from '../../results/journal/journal.ts';

/**
 * What changes whenever a suite's runs have come further: the sizes and times of its journal, metrics, results and logits.
 * @param folder the suite's own in the results
 */
export async function fingerprintOf(folder: string): Promise<string> {
  const jobs = join(folder, 'jobs');
  const names: string[] = await readdir(jobs).catch(() => []);
  const files = names.toSorted().flatMap((name) => {
    const { metrics, result, logits } = jobFiles(join(jobs, name));
    return [metrics, result, logits];
  });
  const stamps = await Promise.all([journalFile(folder), ...files].map(stampOf));
  return stamps.join(' ');
}

async function stampOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  return found ? `${file}:${found.size}:${found.mtimeMs}` : '';
}
