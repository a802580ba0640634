import { readdir } from 'node:fs/promises';
import { arch, release, type } from 'node:os';
import { join, relative } from 'node:path';
import { version } from '../../base/version.ts';
import { jobFiles } from '../../job/folder.ts';
import { isImported } from '../../suite/plan.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { journalFile } from '../journal/journal.ts';
import { type BundleDescription, bundleFiles } from './description.ts';

/** A file of an archive: what it holds, or where that is. */
export type Content = { name: string } & ({ contents: string | Uint8Array } | { path: string });

export interface ContentsOptions {
  /** Tables, epochs and page, by their names. */
  made: ReadonlyMap<string, string | Uint8Array>;
  /** Let the networks' weights be among it? */
  weights: boolean;
}

/** All files of a suite's archive, by their names in it; some of them may not be there. */
export async function contentsOf(evidence: Evidence, { made, weights }: ContentsOptions): Promise<Content[]> {
  const { name, plan, selection, baseline, results, folder, jobs, at } = evidence;
  const description: BundleDescription = {
    format: 1,
    at,
    redistill: version,
    name,
    suite: { ...plan.suite, baseline: undefined },
    selection,
    jobs: jobs.map(({ id }) => id),
    baseline,
  };
  const imported = plan.tables.flatMap(({ columns }) =>
    columns.flatMap(({ teacher }) => (isImported(teacher) ? [teacher.folder] : [])),
  );
  const folders = new Set([...jobs.map((job) => job.folder), ...imported]);
  const paths = [
    journalFile(folder),
    ...Array.from(folders, (one) => filesOf(one, weights)).flat(),
    ...(await newestSpeed(results)),
  ];
  const contents: Content[] = [
    { name: bundleFiles.description, contents: jsonText(description) },
    { name: bundleFiles.environment, contents: jsonText(environmentOf(evidence)) },
    ...Array.from(made, ([name, contents]) => ({ name, contents })),
    ...paths.map((path) => ({ name: join('results', relative(results, path)), path })),
  ];
  return contents.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function filesOf(folder: string, weights: boolean): string[] {
  const { job, result, untested, metrics, logits, log, weights: ofNetwork, peerWeights } = jobFiles(folder);
  return [job, result, untested, metrics, logits, log, ...(weights ? [ofNetwork, peerWeights] : [])];
}

/** What `npm run bench` measured last, which the page shows: its reports are named by when they were made. */
async function newestSpeed(results: string): Promise<string[]> {
  const folder = join(results, 'bench');
  const names: string[] = await readdir(folder).catch(() => []);
  const reports = names.filter((name) => name.endsWith('.json')).toSorted();
  return reports.slice(-1).map((name) => join(folder, name));
}

/** When and where the archive is made; the machines on which the jobs ran, and with which programs, each with the number of its jobs. */
function environmentOf({ done, at }: Evidence) {
  const counts = new Map<string, number>();
  for (const { environment } of done.values()) {
    const key = JSON.stringify(environment);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return {
    archive: { at, system: `${type()} ${release()} ${arch()}`, node: process.versions.node, redistill: version },
    jobs: Array.from(counts, ([key, jobs]) => ({ ...JSON.parse(key), jobs })),
  };
}

const jsonText = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;
