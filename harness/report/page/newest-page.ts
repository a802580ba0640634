import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { journalFile } from '../../results/journal/journal.ts';

/** The page's file, beside the tables'. */
export const pageFile = 'report.html';

/**
 * The path of a page that is there, and newer than all that has run; undefined where it is to be made.
 * @param folder the page's
 * @param suite the suite's own folder in the results
 */
export async function newestPage(folder: string, suite: string): Promise<string | undefined> {
  const path = join(folder, pageFile);
  const [page, journal] = await Promise.all(
    [path, journalFile(suite)].map((file) => stat(file).catch(() => undefined)),
  );
  return page && page.mtimeMs >= (journal?.mtimeMs ?? 0) ? path : undefined;
}
