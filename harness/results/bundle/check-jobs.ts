import { exitCode, Problem } from '../../base/problem.ts';
import { version } from '../../base/version.ts';
import { expand } from '../../suite/expand.ts';
import { importedTeachers } from '../imported.ts';
import type { OpenBundle } from './open-bundle.ts';

/**
 * Does the archive's suite still come to the jobs that are in it? Where a version trains otherwise, jobs have other identities:
 * no result would be found, and all would seem to wait.
 * @throws Problem where it does not
 */
export async function checkJobs(bundle: OpenBundle, archive: string): Promise<void> {
  const { suite, selection, results, jobs, redistill } = bundle;
  const plan = expand(suite, selection, await importedTeachers(results));
  const planned = new Set(plan.jobs.map(({ id }) => id));
  if (planned.size === jobs.length && jobs.every((id) => planned.has(id))) return;
  throw new Problem(
    `${archive} was made by Redistill ${redistill}, whose jobs are not those of this version, ${version}`,
    'Open it with that version',
    exitCode.data,
  );
}
