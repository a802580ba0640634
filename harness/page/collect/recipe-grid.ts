import { isDeepStrictEqual } from 'node:util';
import type { Evidence } from '../../evidence/evidence.ts';
import { isTraining } from '../../job/job.ts';
import type { Recipe } from '../../job/recipe.ts';
import type { Grid, GridCell } from '../page-data.ts';
import { datasetText } from './dataset-text.ts';
import { count } from './number-text.ts';

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
  return {
    id: 'recipe',
    title: 'Recipe',
    lead: `Stochastic gradient descent with momentum on ${datasetText(plan.suite.dataset)}. ${seedText(plan)}`,
    columns: [
      { name: 'Networks' },
      ...['Epochs', 'Batch', 'Rate', 'Momentum', 'Weight decay'].map((name) => ({ name, numeric: true })),
      { name: 'The rate drops' },
    ],
    rows: recipes.map(({ recipe, networks }) => [{ text: [...networks].join(', ') }, ...recipeCells(recipe)]),
  };
}

function recipeCells({ epochs, batch, rate, momentum, weightDecay, dropsAfter, dropFactor }: Recipe): GridCell[] {
  const drops = dropsAfter.length === 0 ? 'never' : `by ${dropFactor} after epochs ${dropsAfter.join(', ')}`;
  const numbers = [epochs, batch, rate, momentum, weightDecay].map((value) => ({ text: String(value), value }));
  return [...numbers, { text: drops }];
}

function seedText({ tables }: Evidence['plan']): string {
  const seeds = [...new Set(tables.flatMap(({ trials }) => trials))].toSorted((a, b) => a - b);
  const shown = seeds.length > 10 ? `${seeds[0]} to ${seeds.at(-1)}` : seeds.join(', ');
  return `${count(seeds.length, 'trial')} at most, with their numbers as seeds: ${shown}.`;
}
