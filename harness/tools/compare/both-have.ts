import { type Distiller, methodStageEpochs, needsTeacher } from '../../job/distiller.ts';
import type { Recipe } from '../../job/recipe.ts';
import { extrasOf } from '../../job/recipe-text.ts';
import { scheduledWeights } from '../../job/weight-schedule.ts';
import type { Pair } from '../../suite/pair.ts';
import { hasMethod } from '../bench/steps/reference-arguments.ts';

/** Whatever its `--learning_rate` says, RepDistiller trains these at 0.01. */
const slowStudents: readonly string[] = ['MobileNetV2', 'ShuffleV1', 'ShuffleV2'];
const slowRate = 0.01;

/** Why RepDistiller's programs do not train by that distiller, as the end of a sentence; undefined where they do. */
export function lacksDistiller(distiller: Distiller): string | undefined {
  const { gamma, method, schedules } = distiller;
  if (scheduledWeights(schedules).length > 0) return 'its weights have no schedules';
  if (!needsTeacher(distiller)) return gamma === 1 ? undefined : 'a vanilla student has no weight there';
  if (!method) return undefined;
  if (!hasMethod(method)) return 'it has no such method';
  if (methodStageEpochs(method) > 0) return 'what it trains before the student is not compared yet';
  if (method.name === 'crd' && method.excludes) return 'its negatives are of other classes';
  if (method.name === 'rkd' && (method.distance !== 25 || method.angle !== 50))
    return 'its weights there are 25 and 50';
  if (method.name === 'vid' && method.variance !== 5) return 'its variance begins with 5 there';
  return undefined;
}

/** The same of a student's recipe. */
export function lacksRecipe({ student }: Pair, recipe: Recipe): string | undefined {
  const { rate } = recipe;
  const extras = extrasOf(recipe);
  if (extras.length > 0) return `it does not train with ${extras.join(', ')}`;
  if (!slowStudents.includes(student) || rate === slowRate) return undefined;
  return `it trains ${student} at a rate of ${slowRate}, and this is ${rate}`;
}
