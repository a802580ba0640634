import type { Mode } from '../engine/program.ts';
import { exitCode, Problem } from '../problem.ts';
import { accuracyParity } from './accuracy.ts';
import { augmentationParity } from './augmentation.ts';
import type { Comparison } from './compare.ts';
import { formulaParity } from './formula-values.ts';
import { scheduleParity } from './schedule.ts';
import type { Vectors } from './vectors.ts';

/** What runs a case of the kind `misc`, by its name. */
const cases: Record<string, (vectors: Vectors, mode: Mode) => Comparison[] | Promise<Comparison[]>> = {
  'misc/augment': augmentationParity,
  'misc/lr_schedule': scheduleParity,
  'misc/accuracy': accuracyParity,
  'misc/formula': formulaParity,
};

/** Whatever belongs to no network and no loss: images, learning rates, accuracies, the vectors' own formula. */
export async function miscellaneousParity(vectors: Vectors, mode: Mode): Promise<Comparison[]> {
  const run = cases[vectors.name];
  if (run) return run(vectors, mode);
  throw new Problem(
    `the case ${vectors.name} is not known`,
    `Take one of ${Object.keys(cases).join(', ')}`,
    exitCode.data,
  );
}
