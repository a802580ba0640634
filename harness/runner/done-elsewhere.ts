import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../job/result.ts';
import type { PlannedJob } from '../suite/plan.ts';
import { finderIn, readResult } from './job-folder.ts';

/** A job that is done, where it lies. */
export interface Found {
  folder: string;
  result: Result;
}

/**
 * Those of the jobs that are done in the folders of other suites of the same results: the same identity is the same result.
 * They are only read there.
 * @param own the suite's own folder
 * @returns by their identities
 */
export async function doneElsewhere(
  jobs: readonly PlannedJob[],
  results: string,
  own: string,
): Promise<Map<string, Found>> {
  const found = new Map<string, Found>();
  if (jobs.length === 0) return found;
  const names = await readdir(results).catch(() => []);
  const others = names.map((name) => join(results, name)).filter((folder) => folder !== own);
  for (const jobsFolder of others.toSorted().map((suite) => join(suite, 'jobs'))) {
    const find = finderIn(await readdir(jobsFolder).catch(() => []));
    for (const job of jobs) {
      const name = found.has(job.id) ? undefined : find(job);
      if (name === undefined) continue;
      const folder = join(jobsFolder, name);
      // What is of another job, whose hash begins alike, or cannot be read, is of no use here; its own suite tells of it.
      const result = await readResult({ id: job.id, folder }).catch(() => undefined);
      if (result) found.set(job.id, { folder, result });
    }
  }
  return found;
}
