import { isDeepStrictEqual } from 'node:util';
import type { ImportedTeacher } from '../job/imported.ts';
import { type Configuration, identityOf } from '../job/job.ts';
import { stretch } from '../job/recipe.ts';
import type { Pair } from './pair.ts';
import type { PlannedJob } from './plan.ts';
import { type Changes, mostTrials } from './selection.ts';
import type { Suite } from './suite.ts';

type Teacher = Extract<Configuration, { kind: 'teacher' }>;

/** As many as the pair has; each further one's seed is of no trial, so that no student begins as its teacher did. */
export function teacherJobs(suite: Suite, pair: Pair, changes: Changes): PlannedJob[] {
  const { dataset, teacherDataset = dataset, views, recipe, teacherRecipe } = suite;
  const { epochs, arithmetic, teacherSeed = 0 } = changes;
  const own = teacherRecipe ?? recipe;
  return Array.from({ length: pair.teachers ?? 1 }, (_, place): PlannedJob => {
    const seed = teacherSeed + place * (mostTrials + 1);
    const configuration: Teacher = {
      kind: 'teacher',
      dataset: teacherDataset,
      recipe: epochs === undefined ? own : stretch(own, epochs),
      network: pair.teacher,
      ...(views?.teacher && { view: views.teacher }),
      seed,
      ...(arithmetic && { arithmetic }),
    };
    const label = `${pair.teacher}-teacher${seed === 0 ? '' : seed}`;
    return { id: identityOf(configuration), label, configuration, dependsOn: [] };
  });
}

/** A pair's teacher that was trained elsewhere, where there is one. */
export function importedFor(
  { dataset, teacherDataset = dataset, views }: Suite,
  pair: Pair,
  imported: readonly ImportedTeacher[],
): ImportedTeacher | undefined {
  // They have seen whole images.
  if (views?.teacher) return undefined;
  return imported.find(
    ({ configuration: { network, dataset } }) => network === pair.teacher && isDeepStrictEqual(dataset, teacherDataset),
  );
}
