import type { Selection } from '../../suite/selection.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { gather, gatherSuite } from '../evidence/gather.ts';
import { checkJobs } from './check-jobs.ts';
import { isBundle } from './description.ts';
import { openBundle } from './open-bundle.ts';

/**
 * Does something with what a suite's runs have left, here or in an archive.
 * @param name a suite's name, the path of its file, or that of an archive
 * @param results the folder for the results of all suites; an archive has its own
 * @param literature a folder with papers of the user's own
 * @throws Problem where there is no such suite, it has never run, or the archive is damaged or another version's; and what
 * `use` throws
 */
export async function withEvidence<Outcome>(
  name: string,
  results: string,
  asked: Selection,
  use: (evidence: Evidence) => Promise<Outcome>,
  literature?: string,
): Promise<Outcome> {
  return isBundle(name) ? fromBundle(name, asked, use) : use(await gather(name, results, asked, literature));
}

/**
 * The same with what other runs of the suite have left that did the same as these.
 * @param place their folder of results, or an archive
 */
export async function withOther<Outcome>(
  { name, plan, selection, baseline }: Evidence,
  place: string,
  use: (other: Evidence) => Promise<Outcome>,
): Promise<Outcome> {
  if (isBundle(place)) return fromBundle(place, selection, use);
  return use(await gatherSuite(name, plan.suite, place, selection, baseline));
}

async function fromBundle<Outcome>(
  archive: string,
  asked: Selection,
  use: (evidence: Evidence) => Promise<Outcome>,
): Promise<Outcome> {
  const bundle = await openBundle(archive);
  try {
    await checkJobs(bundle, archive);
    const { name, suite, results, baseline, at } = bundle;
    const selection = narrowed(bundle.selection, asked);
    const evidence = await gatherSuite(name, suite, results, selection, baseline, archive);
    // Of other runs the archive has the journal's word alone.
    return await use({ ...evidence, others: [], at, archive });
  } finally {
    await bundle.close();
  }
}

/** A selection of a selection: what is asked for takes the place of what there was, trials that of all other trials. */
function narrowed({ trials, trial, ...others }: Selection, asked: Selection): Selection {
  const ofTrials = asked.trials === undefined && asked.trial === undefined ? { trials, trial } : {};
  const given = Object.entries(asked).filter(([, value]) => value !== undefined);
  return { ...others, ...ofTrials, ...Object.fromEntries(given) };
}
