import { Problem } from '../../base/problem.ts';
import type { Mode } from '../../model/engine/program.ts';
import { choose, UnknownCase } from './choose.ts';
import { agrees, type QuantityComparison } from './compare.ts';
import { lossParity } from './losses.ts';
import { miscellaneousParity } from './miscellaneous.ts';
import { moduleParity } from './modules.ts';
import { networkParity } from './networks.ts';
import { trajectoryParity } from './trajectories.ts';
import type { CaseVectors } from './vectors.ts';

/** What runs a case, by its kind: the first part of its name. */
const kinds: Record<string, (vectors: CaseVectors, mode: Mode) => Promise<QuantityComparison[]>> = {
  networks: networkParity,
  losses: lossParity,
  modules: moduleParity,
  traj: trajectoryParity,
  misc: miscellaneousParity,
};

/** How a case of parity vectors came out. */
export interface CaseOutcome {
  name: string;
  comparisons: QuantityComparison[];
  /** Why it could not be run, or not wholly; undefined where all was compared. */
  failure?: string;
  /** Of a case that is of something that is not known here: what is. */
  known?: string;
}

/** Did all that the case stores get compared, and agree? */
export const passes = ({ comparisons, failure }: CaseOutcome): boolean =>
  failure === undefined && comparisons.length > 0 && comparisons.every(agrees);

/** Runs a case and compares all that it stores; what goes wrong is reported in the outcome. */
export async function runCase(name: string, read: () => Promise<CaseVectors>, mode: Mode): Promise<CaseOutcome> {
  try {
    const run = choose(kinds, name.split('/')[0]!, 'kind of case', name);
    const vectors = await read();
    const comparisons = await run(vectors, mode);
    const left = vectors.left();
    return left.length > 0 ? { name, comparisons, failure: `not compared: ${left.join(', ')}` } : { name, comparisons };
  } catch (error) {
    const nothing = { name, comparisons: [] };
    if (error instanceof UnknownCase) return { ...nothing, failure: error.message, known: error.cure };
    return { ...nothing, failure: reasonOf(error) };
  }
}

/** In one line. TensorFlow's errors say what is wrong in their second. */
function reasonOf(error: unknown): string {
  if (error instanceof Problem) return error.sentence;
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/\s+/g, ' ').slice(0, 300) || 'it failed without a reason';
}
