import type { Mode } from '../../model/engine/program.ts';
import { after } from './after/index.ts';
import type { RunCase } from './after/method.ts';
import { bareLossParity } from './bare-loss.ts';
import { bareLosses } from './bare-losses.ts';
import { choose } from './choose.ts';
import type { QuantityComparison } from './compare.ts';
import { crdParity } from './crd.ts';
import type { CaseVectors } from './vectors.ts';

/** What runs the cases of a loss, by the vectors' name of it. */
const losses: Record<string, RunCase> = {
  ...Object.fromEntries(
    Object.entries(bareLosses).map(([kind, build]): [string, RunCase] => [
      kind,
      (vectors, mode) => bareLossParity(build, vectors, mode),
    ]),
  ),
  crd: crdParity,
  ...after.losses,
};

/**
 * Compares a distiller's loss on its own inputs.
 * @throws Problem where no loss is called as the case is
 */
export async function lossParity(vectors: CaseVectors, mode: Mode): Promise<QuantityComparison[]> {
  const kind = vectors.name.replace(/^losses\//, '').split('.')[0]!;
  return choose(losses, kind, 'loss', vectors.name)(vectors, mode);
}
