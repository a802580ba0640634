import { exitCode, Problem } from '../../base/problem.ts';
import type { Recipe } from '../../job/recipe.ts';
import type { Variable } from '../../model/engine/variable.ts';
import { isIn } from '../step/optimiser.ts';

/**
 * Refuses a group of parameters that names a part of a network or method which that has not. All of a network or method may be named
 * where there is none: a recipe is for many jobs.
 * @throws Problem
 */
export function checkGroups({ parameterGroups = [] }: Pick<Recipe, 'parameterGroups'>, variables: readonly Variable[]) {
  for (const { of } of parameterGroups) {
    const [owner] = of.split('.');
    const names = variables.filter((variable) => isIn(owner!, variable)).map(({ name }) => name);
    if (names.length === 0 || variables.some((variable) => variable.trainable && isIn(of, variable))) continue;
    const parts = new Set(names.map((name) => name.split('.').slice(0, 2).join('.')));
    throw new Problem(
      `The recipe has a group of parameters of ${of}, and there are none of that name`,
      `Name ${owner}, or one of its parts: ${[...parts].join(', ')}`,
      exitCode.configuration,
    );
  }
}
