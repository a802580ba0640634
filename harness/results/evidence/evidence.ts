import type { Epoch, MainEpoch, Result } from '../../job/result.ts';
import type { Baseline } from '../../suite/baseline/schema.ts';
import type { Plan } from '../../suite/plan.ts';
import type { Selection } from '../../suite/selection.ts';
import type { PlacedJob } from '../job-folder.ts';
import type { JobHistory } from '../journal/history.ts';

/** What a suite's runs have left: what report and check are made from. */
export interface Evidence {
  /** As the command line has the suite: its name, or a path. */
  name: string;
  plan: Plan;
  /** What of the suite the plan is of; nothing is in it where that is the suite's own. */
  selection: Selection;
  /** The other selections of which there are jobs that are not among these. */
  others: readonly Selection[];
  /** The folder for the results of all suites. */
  results: string;
  /** The suite's own folder in it. */
  folder: string;
  /** The plan's jobs, with their folders. */
  jobs: PlacedJob[];
  /** All epochs of the jobs so far, those of first stages included, by their identities. */
  epochs: ReadonlyMap<string, Epoch[]>;
  /** The epochs of the jobs' main stages so far, by their identities. */
  metrics: ReadonlyMap<string, MainEpoch[]>;
  /** The results that are there, by the identities of their jobs. */
  done: ReadonlyMap<string, Result>;
  /** What the journal says about each job, by their identities. */
  histories: ReadonlyMap<string, JobHistory>;
  /** Why jobs failed for good and are not done, by their identities. */
  failures: ReadonlyMap<string, string>;
  /** What the suite answers to. */
  baseline: Baseline | undefined;
  /** The folder with papers of the user's own, where one was given. */
  literature?: string | undefined;
  /** When it was gathered, an ISO date and time; of an archive, when that was made. */
  at: string;
  /** The path of the archive that it came out of; undefined where it lies in a folder of results. */
  archive?: string;
}
