import { Problem } from '../base/problem.ts';
import { loadBaseline } from './baseline/load.ts';
import type { Baseline } from './baseline/schema.ts';
import { literatureCells } from './literature/cells.ts';
import { loadLiterature } from './literature/load.ts';
import type { Sourced } from './literature/schema.ts';

/** The baseline whose numbers are those of `baselines/published/after-crd/`. */
const ofLiterature = 'after-crd';

/**
 * What a suite answers to, with all its numbers; undefined where it answers to nothing.
 * @param own a folder with papers of the user's own
 * @throws Problem where a file cannot be read, or something in it is not allowed, or the suite answers to no papers
 */
export async function baselineOf(
  { baseline: name }: { baseline?: string | undefined },
  own?: string,
): Promise<Baseline | undefined> {
  if (own !== undefined && name !== ofLiterature) {
    const whose = name === undefined ? 'has no baseline' : `has the baseline '${name}'`;
    throw new Problem(
      `--literature has no effect on a suite that ${whose}`,
      `Leave it out, or give it '${ofLiterature}'`,
    );
  }
  if (name === undefined) return undefined;
  const baseline = await loadBaseline(name);
  return name === ofLiterature ? withLiterature(baseline, own) : baseline;
}

async function withLiterature(baseline: Baseline, own: string | undefined): Promise<Baseline> {
  const { recipes, methods } = await loadLiterature(own);
  const cells = (await literatureCells(own)).filter(
    ({ dataset, mark }) => dataset === 'cifar100' && mark !== 'own log',
  );
  const repositories = [...new Set(cells.map(({ repository }) => repository))].toSorted();
  return {
    ...baseline,
    sources: Object.fromEntries(
      repositories.map((repository) => {
        const own = cells.filter((cell) => cell.repository === repository);
        const paths = [...new Set(own.map(({ path }) => path))].join(', ');
        const commit = own.find((cell) => cell.commit !== null)?.commit;
        const what = commit ? `at ${commit}: ${paths}` : paths;
        return [repository, { kind: 'prints or quotes numbers', what }];
      }),
    ),
    literature: cells.flatMap((cell): Sourced[] => {
      const { column, method, value, deviation = null, runs, aggregation, recipe, networks, settings } = cell;
      const { mark, repository, path } = cell;
      const about = { networks, mark, repository, path };
      const number = { column, value, deviation, runs, aggregation, trained: recipes[recipe]!, ...about };
      const ofMethod = { ...number, row: methods[method]?.row ?? method, settings };
      return cell.row === undefined ? [ofMethod] : [ofMethod, { ...number, row: cell.row }];
    }),
  };
}
