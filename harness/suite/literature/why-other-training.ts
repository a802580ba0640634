import { augmented, type Distiller } from '../../job/distiller.ts';
import type { Recipe } from '../../job/recipe.ts';
import type { Sourced } from './schema.ts';

/** How students of ours were trained, as far as numbers of others say it too. */
export interface TrainedStudents {
  column: string;
  student: string;
  recipe: Recipe;
  distiller: Distiller;
}

/** Papers call them light, and train them at a lower rate. */
const lightNetworks = ['MobileNetV2', 'ShuffleV1', 'ShuffleV2'];

/**
 * Why a published number cannot be compared with ours, as the end of a sentence; undefined where it can. What no source says is taken to be as
 * here, but for the epochs.
 * @param epochs of a number whose source does not say them
 */
export function whyOtherTraining(
  { networks, settings, aggregation, trained: theirs }: Sourced,
  { column, student, recipe, distiller }: TrainedStudents,
  epochs: number,
): string | undefined {
  if (networks !== undefined) return `its networks are others: ${networks}`;
  if (settings !== undefined) return `its settings are others: ${settings}`;
  const differing = [
    ['epochs', theirs.epochsFor?.[column] ?? theirs.epochs ?? epochs, recipe.epochs],
    ['images a batch', theirs.batch, recipe.batch],
    ['forms of each image', theirs.views, 1 + (distiller.method ? augmented(distiller.method).length : 0)],
    ['as its learning rate', lightNetworks.includes(student) ? theirs.lightRate : theirs.rate, recipe.rate],
  ] as const;
  const other = differing.find(([, its, ours]) => its !== undefined && its !== null && its !== ours);
  if (other) return `it has ${other[1]} ${other[0]}, and these runs have ${other[2]}`;
  if (theirs.nesterov !== null && theirs.nesterov !== (recipe.nesterov ?? false)) {
    return theirs.nesterov
      ? "it has Nesterov's momentum, and these runs have not"
      : "these runs have Nesterov's momentum, and it has not";
  }
  if (aggregation === 'median') return 'it is a median of runs, and not a mean';
  return undefined;
}
