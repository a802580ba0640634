import { type Distiller, firstStageEpochs, inFirstStageEpochs } from '../job/distiller.ts';
import { type Recipe, stretch } from '../job/recipe.ts';

/** How a student is trained. */
export interface Training {
  recipe: Recipe;
  distiller: Distiller;
}

/** The same training in another number of epochs: its method's first stage grows or shrinks in proportion. */
export function inEpochs({ recipe, distiller }: Training, epochs: number): Training {
  const { method } = distiller;
  const stretched = stretch(recipe, epochs);
  if (!method) return { recipe: stretched, distiller };
  const first = Math.max(1, Math.round((firstStageEpochs(method) * epochs) / recipe.epochs));
  return { recipe: stretched, distiller: { ...distiller, method: inFirstStageEpochs(method, first) } };
}
