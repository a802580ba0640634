import { expect, test } from 'vitest';
import { learningRateOf, type Recipe, recipeSchema, stretch, withOwn } from './recipe.ts';

const common = { epochs: 8, batch: 64, rate: 0.1, momentum: 0.9, weightDecay: 5e-4 };
const drops = recipeSchema.parse({ ...common, dropsAfter: [4, 6], dropFactor: 0.1 });
const cosine = recipeSchema.parse({ ...common, schedule: 'cosine' });
const rates = (recipe: Recipe) => Array.from({ length: recipe.epochs }, (_, i) => learningRateOf(recipe, i + 1));

function expectRates(recipe: Recipe, expected: number[]): void {
  for (const [i, rate] of rates(recipe).entries()) expect(rate, `epoch ${i + 1}`).toBeCloseTo(expected[i]!, 9);
}

// 0.1 (1 + cos(pi t / 8)) / 2 for t = 0 to 7: the formula that torch documents.
const annealed = [0.1, 0.09619397663, 0.08535533906, 0.06913417162, 0.05, 0.03086582838, 0.01464466094, 0.00380602337];

test('a rate falls by steps, or along a cosine', () => {
  expectRates(drops, [0.1, 0.1, 0.1, 0.1, 0.01, 0.01, 0.001, 0.001]);
  expectRates(cosine, annealed);
});

test('a warm-up rises to the rate that the schedule has', () => {
  expectRates({ ...drops, warmUp: 4 }, [0.025, 0.05, 0.075, 0.1, 0.01, 0.01, 0.001, 0.001]);
  expectRates({ ...cosine, warmUp: 2 }, [0.05, ...annealed.slice(1)]);
});

test('another number of epochs stretches a cosine and a warm-up too', () => {
  expect(stretch({ ...drops, warmUp: 2 }, 4)).toEqual({ ...drops, epochs: 4, warmUp: 1, dropsAfter: [2, 3] });
  expect(stretch({ ...cosine, warmUp: 1 }, 2)).toEqual({ ...cosine, epochs: 2, warmUp: 1 });
  expectRates(stretch(cosine, 2), [0.1, 0.05]);
});

test("a pair's cosine takes the place of its suite's drops, and the other way round", () => {
  expect(withOwn(drops, { schedule: 'cosine' })).toEqual(cosine);
  expect(withOwn(cosine, { dropsAfter: [4, 6], dropFactor: 0.1 })).toEqual(drops);
  expect(withOwn(cosine, { rate: 0.2 })).toEqual({ ...cosine, rate: 0.2 });
  expect(withOwn(drops)).toEqual(drops);
});
