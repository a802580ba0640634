import { expect, test } from 'vitest';
import { recipeSchema, stretch } from './recipe.ts';
import { dropsText } from './recipe-text.ts';

const recipe = recipeSchema.parse({
  ...{ epochs: 240, batch: 64, rate: 0.1, momentum: 0.9, weightDecay: 5e-4 },
  ...{ dropsAfter: [150, 180, 210], dropFactor: 0.1 },
});

test.each([
  [240, 'times 0.1 after epochs 150, 180, 210'],
  [4, 'times 0.1 after epochs 3 (twice), 4'],
  [1, 'times 0.1 after epoch 1 (3 times)'],
])('of %i epochs each is named once', (epochs, expected) => {
  expect(dropsText(stretch(recipe, epochs))).toBe(expected);
});

test('without drops it never drops', () => expect(dropsText({ ...recipe, dropsAfter: [] })).toBe('never'));
