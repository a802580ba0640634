import { type Distiller, methodInOtherEpochs } from '../job/distiller.ts';
import { type Recipe, stretch } from '../job/recipe.ts';
import { mapEpochs } from '../job/weight-schedule.ts';

/** How a student is trained. */
export interface StudentTraining {
  recipe: Recipe;
  distiller: Distiller;
}

/**
 * The same training in another number of epochs: its method's first stage and the schedules of its weights grow or shrink in
 * proportion.
 */
export function inEpochs({ recipe, distiller }: StudentTraining, epochs: number): StudentTraining {
  const { method, schedules } = distiller;
  const inProportion = (own: number) => Math.max(1, Math.round((own * epochs) / recipe.epochs));
  return {
    recipe: stretch(recipe, epochs),
    distiller: {
      ...distiller,
      ...(method && { method: methodInOtherEpochs(method, inProportion) }),
      ...(schedules && { schedules: mapEpochs(schedules, inProportion) }),
    },
  };
}
