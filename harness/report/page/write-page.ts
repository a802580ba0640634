import { join } from 'node:path';
import { writeWhole } from '../../base/files/files.ts';
import { near } from '../../base/near.ts';
import type { Evidence } from '../../results/evidence/evidence.ts';
import type { Beside } from '../beside/beside.ts';
import { collect } from './collect/collect.ts';
import { fingerprintOf } from './fingerprint.ts';
import { freshPage } from './fresh-page.ts';
import { pageFile } from './newest-page.ts';
import { pageOf } from './page.tsx';
import { serve } from './serve.ts';

export interface PageForOptions {
  /** Of a served page; a file has none. */
  version?: string | undefined;
  /** Results of other runs, to stand beside these. */
  beside?: Beside | undefined;
}

/**
 * The page of a suite's runs.
 * @throws Problem where a file of the results is damaged
 */
export async function pageFor(evidence: Evidence, { version, beside }: PageForOptions = {}): Promise<string> {
  return pageOf(await collect(evidence, evidence.at, beside), { version });
}

/**
 * Writes the page, whole or not at all.
 * @param beside results of other runs, to stand beside these
 * @returns its path, from where the user is
 * @throws Problem where it cannot be written
 */
export async function writePage(evidence: Evidence, folder: string, beside?: Beside): Promise<string> {
  const path = join(folder, pageFile);
  await writeWhole(path, await pageFor(evidence, { beside }));
  return near(path);
}

/**
 * Shows the page while a suite runs, made anew when the runs have come further, until it is interrupted.
 * @param gather reads what the runs have left
 * @param port of 127.0.0.1; a free one where it is 0
 * @throws Problem where the port is taken, or there are no runs
 */
export async function servePage(gather: () => Promise<Evidence>, port: number): Promise<void> {
  const { folder, plan } = await gather();
  const page = freshPage({
    title: plan.suite.title,
    fingerprint: () => fingerprintOf(folder),
    make: async (version) => pageFor(await gather(), { version }),
  });
  const interrupted = new AbortController();
  const stop = () => interrupted.abort();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    await serve({ page, port, everyMilliseconds: 2000, until: interrupted.signal });
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}
