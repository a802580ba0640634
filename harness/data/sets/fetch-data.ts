import { type ExitCode, Problem } from '../../base/problem.ts';
import { guess } from '../../base/validate/nearest.ts';
import { type FetchOptions, fetchArchive } from '../fetch/fetch.ts';
import type { WantedArchive } from '../fetch/source.ts';
import { datasetNames, findDefinition } from './registry.ts';

/**
 * `npm run data NAME`: makes a data set ready for its loader.
 * @throws Problem where there is no such data set, or none to fetch; for the network, the disk, and an archive that is not what it
 * should be
 */
export async function fetchData(name: string, options: FetchOptions): Promise<ExitCode> {
  const prepare = findDefinition(name)?.prepare;
  if (!prepare) return fetchArchive(publishedArchive(name), options);
  if (options.sha256 === undefined) return prepare(options.from);
  throw new Problem(`--sha256 says nothing of ${name}`, 'Give the folder of its archives with --from, and no more');
}

/** The archive of a data set that its publisher has. @throws Problem where there is none */
export function publishedArchive(name: string): WantedArchive {
  const definition = findDefinition(name);
  if (definition?.source) return { name, isOfficial: true, ...definition.source };
  if (definition) throw new Problem(`${name} needs no fetching`, 'Suites can use it as it is');
  const names = datasetNames.filter((one) => findDefinition(one)!.source ?? findDefinition(one)!.prepare);
  throw new Problem(`there is no data set '${name}' to fetch`, `${guess(name, names)}Give one of ${names.join(', ')}`);
}
