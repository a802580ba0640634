import { join } from 'node:path';
import { writeWhole } from '../../base/files/files.ts';
import { near } from '../../base/near.ts';
import type { Evidence } from '../../results/evidence/evidence.ts';
import { epochsCsv } from './csv.ts';
import { epochsParquet } from './parquet.ts';
import { epochRows } from './rows.ts';

/** The epochs' files, by their names. */
export function epochFiles(evidence: Pick<Evidence, 'plan' | 'epochs'>): Map<string, string | Uint8Array> {
  const rows = epochRows(evidence);
  return new Map<string, string | Uint8Array>([
    ['epochs.csv', epochsCsv(rows)],
    ['epochs.parquet', epochsParquet(rows)],
  ]);
}

/**
 * Writes the epochs' files into a folder that is there, each of them whole or not at all.
 * @returns their paths, from where the user is
 * @throws Problem where they cannot be written
 */
export async function writeEpochs(evidence: Pick<Evidence, 'plan' | 'epochs'>, folder: string): Promise<string[]> {
  const files = Array.from(epochFiles(evidence), ([name, contents]) => ({ path: join(folder, name), contents }));
  for (const { path, contents } of files) await writeWhole(path, contents);
  return files.map(({ path }) => near(path));
}
