import { z } from 'zod';
import { learningRateOf, recipeSchema } from '../../job/recipe.ts';
import { compareQuantity, type QuantityComparison } from './compare.ts';
import type { CaseVectors } from './vectors.ts';

const settingsSchema = z.object({ decay_epochs: z.array(z.number()), rate: z.number() });

/** The learning rate of every epoch, from each rate that a run starts with: `lr_0.05`. */
export function scheduleParity(vectors: CaseVectors): QuantityComparison[] {
  const { decay_epochs: dropsAfter, rate: dropFactor } = vectors.settings(settingsSchema);
  return vectors.names('lr_').map((quantity) => {
    const epochs = vectors.get(quantity).values.length;
    const rate = Number(quantity.slice('lr_'.length));
    const recipe = recipeSchema.parse({
      epochs,
      batch: 64,
      rate,
      momentum: 0.9,
      weightDecay: 5e-4,
      dropsAfter,
      dropFactor,
    });
    const rates = Array.from({ length: epochs }, (_, i) => learningRateOf(recipe, i + 1));
    return { ...compareQuantity(vectors, quantity, rates), tolerance: 1e-6 };
  });
}
