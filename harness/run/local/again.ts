import { rename, rmdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { commandOnResults } from '../../base/command-on-results.ts';
import { cannotWrite } from '../../base/files/files.ts';
import { makeFolder } from '../../base/files/make-folder.ts';
import { near } from '../../base/near.ts';
import { exitCode, Problem } from '../../base/problem.ts';
import { sourceOf } from '../../job/job.ts';
import { doneElsewhere } from '../../results/done-elsewhere.ts';
import { suiteFolder } from '../../results/look.ts';
import type { Plan } from '../../suite/plan.ts';
import { find } from '../../suite/selection.ts';

/**
 * The identities of the jobs that are to run again: those of these rows, and all that wait for them.
 * @param rows as the command line has them
 * @throws Problem where the plan has no such row, or where another suite has done one of the jobs, whose result would be taken
 */
export async function jobsAgain(plan: Plan, results: string, rows: readonly string[]): Promise<Set<string>> {
  const again = idsOf(plan, rows);
  const jobs = plan.jobs.filter(({ id }) => again.has(id));
  const { found } = await doneElsewhere(jobs, results, suiteFolder(plan.suite.name, results));
  const [first] = found.values();
  if (first === undefined) return again;
  const other = basename(join(first.folder, '../..'));
  throw new Problem(
    `${near(first.folder)} has the result of a job that is to run again, and would be taken instead`,
    `Run \`${commandOnResults(`suite ${other} --again ${rows.join(',')}`, results)}\`, or move that folder away`,
    exitCode.data,
  );
}

function idsOf({ suite, tables, jobs }: Plan, rows: readonly string[]): Set<string> {
  const planned = tables.flatMap(({ columns }) => columns.flatMap((column) => column.rows));
  const named = new Map(planned.map(({ distiller: { name } }) => [name, name]));
  const wanted = new Set(rows.map((row) => find(row, named, `${suite.name} as it is selected`, 'row')));
  const ids = new Set(planned.flatMap(({ distiller, jobs }) => (wanted.has(distiller.name) ? jobs : [])));
  for (const { id, configuration } of jobs) {
    // A network that a cell transfers has a job of its own; an assistant's may be in no cell.
    const source = ids.has(id) ? sourceOf(configuration) : undefined;
    if (source !== undefined) ids.add(source);
    if (configuration.kind === 'student' && wanted.has(configuration.distiller.name)) ids.add(id);
  }
  // Each stands after those that it waits for.
  for (const { id, dependsOn } of jobs) if (dependsOn.some((one) => ids.has(one))) ids.add(id);
  return ids;
}

/**
 * Moves the folders of jobs out of the way, each whole, so that they are not done any more: all of them, or none where one
 * cannot be moved.
 * @returns the folder that they are in now
 * @throws Problem where they cannot be moved
 */
export async function setAside(folders: readonly string[], suiteFolder: string): Promise<string> {
  const place = join(suiteFolder, 'aside', new Date().toISOString().replaceAll(':', '-'));
  const moved: string[] = [];
  try {
    await makeFolder(place);
    for (const folder of folders) {
      await rename(folder, join(place, basename(folder)));
      moved.push(folder);
    }
  } catch (cause) {
    for (const folder of moved) await rename(join(place, basename(folder)), folder);
    await rmdir(place).catch(() => {});
    throw cannotWrite(place, cause);
  }
  return place;
}
