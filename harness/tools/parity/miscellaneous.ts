import type { Mode } from '../../model/engine/program.ts';
import { accuracyParity } from './accuracy.ts';
import { after } from './after/index.ts';
import { augmentationParity } from './augmentation.ts';
import { choose } from './choose.ts';
import type { QuantityComparison } from './compare.ts';
import { formulaParity } from './formula-values.ts';
import { scheduleParity } from './schedule.ts';
import type { CaseVectors } from './vectors.ts';

/** What runs a case of the kind `misc`, by its name behind that. */
const cases: Record<
  string,
  (vectors: CaseVectors, mode: Mode) => QuantityComparison[] | Promise<QuantityComparison[]>
> = {
  augment: augmentationParity,
  lr_schedule: scheduleParity,
  accuracy: accuracyParity,
  formula: formulaParity,
  ...after.misc,
};

/** Whatever belongs to no network and no loss: images, learning rates, accuracies, the vectors' own formula. */
export async function miscellaneousParity(vectors: CaseVectors, mode: Mode): Promise<QuantityComparison[]> {
  return choose(cases, vectors.name.replace(/^misc\//, '').split('.')[0]!, 'case', vectors.name)(vectors, mode);
}
