import { RandomStream } from '../../model/engine/random.ts';
import type { Values } from '../../model/engine/variable.ts';
import { agrees, compareQuantity, type QuantityComparison, relativeError } from './compare.ts';
import type { CaseVectors } from './vectors.ts';

/** What came out of a run, by the vectors' names of it. */
export type Quantities = Map<string, ArrayLike<number>>;

/** The images of one pass, in the engine's layout. */
export type ImagesOfPass = (pass: number) => Float32Array;

/** What a run begins from. */
export interface Beginning {
  images: ImagesOfPass;
  /** Of all variables, by name. */
  state: ReadonlyMap<string, Values>;
}

/** How often a run is repeated to see what rounding alone does to it. A flip shows in about every third run. */
const repetitions = 12;

/** How many times farther than rounding moves it a quantity may be. */
const margin = 3;

/**
 * Compares a run with the reference's. One ReLU within rounding of zero may fall on the other side, and moves all that
 * comes after it by a thousand times a rounding; the tolerances allow for that only where the reference's own two float32
 * runs happened to meet it. So where a quantity misses its tolerance, the run is repeated from images and variables of which
 * each value is moved by one rounding at most, and it may be as far from the reference's as that alone moves it, times 3. The
 * variables too, as what is moved in images alone is averaged out before the last layers. Whatever is wrong in the arithmetic is
 * in all of these runs alike, and stays a difference.
 */
export function allowForRounding(
  vectors: CaseVectors,
  run: (beginning: Beginning) => Quantities,
  { images, state }: Beginning,
): QuantityComparison[] {
  const found = run({ images, state });
  const comparisons = [...found].map(([quantity, values]) => compareQuantity(vectors, quantity, values));
  if (comparisons.every(agrees)) return comparisons;
  const moved = Array.from({ length: repetitions }, (_, seed) =>
    run({
      images: (pass) => nudged(images(pass), new RandomStream(seed, 'rounding', pass)),
      state: new Map(
        Array.from(state, ([name, values]) => [name, nudged(values, new RandomStream(seed, `rounding of ${name}`))]),
      ),
    }),
  );
  return comparisons.map((comparison) => {
    if (agrees(comparison)) return comparison;
    const { quantity, tolerance } = comparison;
    const byRounding = Math.max(...moved.map((values) => relativeError(values.get(quantity)!, found.get(quantity)!)));
    return { ...comparison, tolerance: Math.max(tolerance, margin * byRounding) };
  });
}

/** Each value stays, or goes one rounding of float32 up or down; integers stay. */
function nudged<Numbers extends Values>(values: Numbers, stream: RandomStream): Numbers {
  if (values instanceof Int32Array) return values;
  return values.map((value) => value * (1 + (stream.integer(3) - 1) * 2 ** -23)) as Numbers;
}
