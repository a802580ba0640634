import { isDeepStrictEqual } from 'node:util';
import { datasetText } from '../../../job/dataset.ts';
import { isTraining } from '../../../job/job.ts';
import type { Recipe } from '../../../job/recipe.ts';
import { dropsText, furtherOf } from '../../../job/recipe-text.ts';
import type { Evidence } from '../../../results/evidence/evidence.ts';
import type { Grid, GridCell } from '../page-data.ts';
import { grouped } from './number-text.ts';

/** How networks were trained: each recipe of the plan once, with who was trained by it. */
export function recipeGrid({ plan }: Pick<Evidence, 'plan'>): Grid {
  const recipes: { recipe: Recipe; networks: Set<string> }[] = [];
  for (const configuration of plan.jobs.map((job) => job.configuration).filter(isTraining)) {
    const { kind, network, recipe } = configuration;
    const known = recipes.find((one) => isDeepStrictEqual(one.recipe, recipe));
    const { networks } = known ?? { networks: new Set<string>() };
    networks.add(`${network}${kind === 'teacher' ? ' (teacher)' : ''}`);
    if (!known) recipes.push({ recipe, networks });
  }
  const haveMore = recipes.some(({ recipe }) => furtherOf(recipe).length > 0);
  return {
    id: 'recipe',
    title: 'Recipe',
    lead: `Stochastic gradient descent with momentum on ${datasetText(plan.suite.dataset)}. ${seedText(plan)}`,
    columns: [
      { name: 'Networks' },
      ...['Epochs', 'Batch', 'Rate', 'Momentum', 'Weight decay'].map((name) => ({ name, numeric: true })),
      { name: 'Rate drops' },
      ...(haveMore ? [{ name: 'Also with' }] : []),
    ],
    rows: recipes.map(({ recipe, networks }) => [
      { text: [...networks].join(', ') },
      ...recipeCells(recipe),
      ...(haveMore ? [{ text: furtherOf(recipe).join(', ') }] : []),
    ]),
  };
}

function recipeCells(recipe: Recipe): GridCell[] {
  const { epochs, batch, rate, momentum, weightDecay } = recipe;
  const numbers = [epochs, batch, rate, momentum, weightDecay].map((value) => ({ text: grouped(value), value }));
  return [...numbers, { text: dropsText(recipe) }];
}

function seedText({ tables }: Evidence['plan']): string {
  const seeds = [...new Set(tables.flatMap(({ trials }) => trials))].toSorted((a, b) => a - b);
  const shown = seeds.length > 10 ? `${seeds[0]} to ${seeds.at(-1)}` : seeds.join(', ');
  return seeds.length === 1
    ? `Its trial is seeded by its number, ${shown}.`
    : `Trials are seeded by their numbers: ${shown}.`;
}
