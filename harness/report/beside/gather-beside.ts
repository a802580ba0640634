import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { near } from '../../base/near.ts';
import { exitCode, Problem } from '../../base/problem.ts';
import { isBundle } from '../../results/bundle/description.ts';
import { withOther } from '../../results/bundle/with-evidence.ts';
import type { Evidence } from '../../results/evidence/evidence.ts';

/**
 * Does something with what other runs of the same suite and selection have left.
 * @param places their folders of results, or archives
 * @throws Problem where one of them has no results of the suite, or damaged ones, or is named twice; and what `use` throws
 */
export async function withBeside<Outcome>(
  evidence: Evidence,
  places: readonly string[],
  use: (others: readonly Evidence[]) => Promise<Outcome>,
): Promise<Outcome> {
  await refusePlaces(evidence, places);
  return gathered(evidence, places, [], use);
}

/** One inside of the other: an archive is there only as long as it is used. */
function gathered<Outcome>(
  evidence: Evidence,
  [place, ...rest]: readonly string[],
  found: readonly Evidence[],
  use: (others: readonly Evidence[]) => Promise<Outcome>,
): Promise<Outcome> {
  if (place === undefined) return use(found);
  return withOther(evidence, place, (other) => gathered(evidence, rest, [...found, other], use));
}

async function refusePlaces({ plan, results, archive }: Evidence, places: readonly string[]): Promise<void> {
  const own = archive ?? results;
  for (const [index, place] of places.entries()) {
    if (resolve(place) === resolve(own)) {
      throw new Problem(`--with names the results themselves: ${near(place)}`, 'Give the folder of other results');
    }
    if (places.slice(0, index).some((other) => resolve(other) === resolve(place))) {
      throw new Problem(`--with ${near(place)} is given twice`, 'Give each folder once');
    }
    if (!isBundle(place)) await refuseOtherSuites(plan.suite.name, place);
  }
}

async function refuseOtherSuites(suite: string, place: string): Promise<void> {
  const cure = 'Give the folder of its results, as --results does, or an archive that report bundle wrote';
  const names = await foldersIn(place);
  if (!names) throw new Problem(`--with ${near(place)}: there is no such folder`, cure, exitCode.configuration);
  const suites: string[] = [];
  for (const name of names) if ((await foldersIn(join(place, name)))?.includes('jobs')) suites.push(name);
  if (suites.includes(suite)) return;
  const others = suites.length > 0 ? `, but of ${suites.join(', ')}` : '';
  throw new Problem(
    `--with ${near(place)} has no results of the suite ${suite}${others}`,
    cure,
    exitCode.configuration,
  );
}

/** Undefined where there is no such folder. */
async function foldersIn(path: string): Promise<string[] | undefined> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined);
  return entries?.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}
