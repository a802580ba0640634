import { z } from 'zod';
import { hashText } from '../../model/engine/random.ts';
import { compareQuantity, type QuantityComparison, relativeError } from './compare.ts';
import { formulaImages, formulaWeight } from './formula.ts';
import type { CaseVectors } from './vectors.ts';

const settingsSchema = z.object({
  salt: z.string(),
  step_offset: z.int(),
  /** The shape of each parameter, in PyTorch's layout. */
  shapes: z.record(z.string(), z.array(z.int().nonnegative())),
  fnv1a_of_salted_name: z.record(z.string(), z.number()),
});

/** Which of an input's values are stored. */
const inputStride = 97;

/** The formula that gives the vectors' weights and inputs: whoever builds on a wrong one compares nothing. */
export function formulaParity(vectors: CaseVectors): QuantityComparison[] {
  const { salt, step_offset, shapes, fnv1a_of_salted_name: hashes } = vectors.settings(settingsSchema);
  const names = Object.keys(hashes);
  const ours = names.map((name) => hashText(salt + name));
  const hashError = relativeError(ours, Object.values(hashes));
  const values = vectors.names('hash/').map((quantity) => {
    const name = quantity.slice('hash/'.length);
    const shape = shapes[name];
    if (shape) {
      const weight = formulaWeight(name, shape, { name: 'hash', salt });
      return compareQuantity(vectors, quantity, every(Math.max(1, Math.floor(weight.length / 64)), weight));
    }
    const pass = Number(/^input(\d+)$/.exec(name)?.[1]) + step_offset;
    const count = vectors.get(quantity).values.length;
    return compareQuantity(vectors, quantity, every(inputStride, formulaImages(pass, count * inputStride, salt)));
  });
  return [{ quantity: 'hashes of names', error: hashError, tolerance: 0 }, ...values];
}

/** Every so-manieth value, from the first on. */
function every(stride: number, values: ArrayLike<number>): number[] {
  return Array.from(values).filter((_, i) => i % stride === 0);
}
