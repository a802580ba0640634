import type { Evidence } from '../evidence/evidence.ts';
import { gather, gatherSuite } from '../evidence/gather.ts';
import { narrowed } from '../evidence/whole-selection.ts';
import type { Selection } from '../suite/selection.ts';
import { isBundle } from './description.ts';
import { openBundle } from './open-bundle.ts';

/**
 * Does something with what a suite's runs have left, here or in an archive.
 * @param name a suite's name, the path of its file, or that of an archive
 * @param results the folder for the results of all suites; an archive has its own
 * @throws Problem where there is no such suite, it has never run, or the archive is damaged; and what `use` throws
 */
export async function withEvidence<Outcome>(
  name: string,
  results: string,
  asked: Selection,
  use: (evidence: Evidence) => Promise<Outcome>,
): Promise<Outcome> {
  if (!isBundle(name)) return use(await gather(name, results, asked));
  const bundle = await openBundle(name);
  try {
    const selection = narrowed(bundle.selection, asked);
    return await use(await gatherSuite(bundle.name, bundle.suite, bundle.results, selection, bundle.baseline));
  } finally {
    await bundle.close();
  }
}
