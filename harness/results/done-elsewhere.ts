import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../job/result.ts';
import type { PlannedJob } from '../suite/plan.ts';
import { type FileFault, finderIn, inspectResult } from './job-folder.ts';

/** A job that is done, where it lies. */
export interface Found {
  folder: string;
  result: Result;
}

/**
 * Those of the jobs that are done in the folders of other suites of the same results: the same identity is the same result.
 * They are only read there.
 * @param own the suite's own folder
 * @returns those, by their identities, and what is wrong with the files of those that are nowhere else
 */
export async function doneElsewhere(
  jobs: readonly PlannedJob[],
  results: string,
  own: string,
): Promise<{ found: Map<string, Found>; faults: FileFault[] }> {
  const found = new Map<string, Found>();
  const faults = new Map<string, FileFault[]>();
  if (jobs.length === 0) return { found, faults: [] };
  const names = await readdir(results).catch(() => []);
  const others = names.map((name) => join(results, name)).filter((folder) => folder !== own);
  for (const jobsFolder of others.toSorted().map((suite) => join(suite, 'jobs'))) {
    const find = finderIn(await readdir(jobsFolder).catch(() => []));
    for (const job of jobs) {
      const name = found.has(job.id) ? undefined : find(job);
      if (name === undefined) continue;
      const folder = join(jobsFolder, name);
      const { result, faults: own } = await inspectResult({ id: job.id, folder });
      if (result) found.set(job.id, { folder, result });
      // What is of another job, whose hash begins alike, is of no use here; its own suite reports it.
      else faults.set(job.id, [...(faults.get(job.id) ?? []), ...own.filter(({ problem }) => !problem)]);
    }
  }
  return { found, faults: [...faults].flatMap(([id, own]) => (found.has(id) ? [] : own)) };
}
