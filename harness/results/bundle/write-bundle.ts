import type { Evidence } from '../evidence/evidence.ts';
import { type ContentsOptions, contentsOf } from './contents.ts';
import { writeArchive } from './write-archive.ts';

/**
 * Writes a suite's archive, all or nothing. The same contents give the same bytes.
 * @param output the archive's path
 * @throws Problem where it cannot be written, or a file of the results cannot be read
 */
export async function writeBundle(evidence: Evidence, output: string, options: ContentsOptions): Promise<void> {
  await writeArchive(output, evidence.plan.suite.name, await contentsOf(evidence, options));
}
