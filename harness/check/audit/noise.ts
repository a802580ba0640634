import { type Estimate, twoSidedP } from '../../base/statistics/estimate.ts';
import { sampleOf } from '../../base/statistics/sample.ts';
import { tQuantile } from '../../base/statistics/student-t.ts';
import type { LiteratureCell } from '../../suite/literature/cells.ts';

/** How much single runs of one cell differ. */
export interface Noise {
  /** The standard deviation of one run, in points of top-1 accuracy. */
  deviation: number;
  degreesOfFreedom: number;
  why: string;
}

export const noise: Noise = {
  deviation: 0.23,
  degreesOfFreedom: 41,
  why: 'pooled over 38 groups of equal runs in the scripts of SDD: CIFAR-100, best epoch, three methods of logits. On ImageNet it is our choice',
};

/** The deviation of runs that logs list one by one, pooled over cells, as a check of `noise`. */
export function pooledOf(cells: readonly LiteratureCell[]): Pick<Noise, 'deviation' | 'degreesOfFreedom'> {
  const lists = cells.filter(({ mark }) => mark === 'own log').flatMap(({ trials }) => sampleOf(trials ?? []) ?? []);
  const degreesOfFreedom = lists.reduce((sum, sample) => sum + sample.degreesOfFreedom, 0);
  const squares = lists.reduce((sum, sample) => sum + sample.degreesOfFreedom * sample.deviation ** 2, 0);
  return { deviation: Math.sqrt(squares / degreesOfFreedom), degreesOfFreedom };
}

/** The chance that noise alone is called a difference. */
export const alpha = 0.05;

type Measured = Pick<LiteratureCell, 'value' | 'runs'>;

/** How far the means of two cells lie apart, from the runs that each is of; a number of runs that is not known counts as one. */
export function estimateOf(cell: Measured, other: Measured): Estimate {
  return {
    difference: cell.value - other.value,
    standardError: noise.deviation * Math.sqrt(1 / (cell.runs ?? 1) + 1 / (other.runs ?? 1)),
    degreesOfFreedom: noise.degreesOfFreedom,
  };
}

/** The difference that an estimate must exceed to be more than noise, in points. */
export function smallestReal({ standardError, degreesOfFreedom }: Estimate): number {
  return standardError * tQuantile(1 - alpha / 2, degreesOfFreedom);
}

export function isNoise(estimate: Estimate): boolean {
  return twoSidedP(estimate) > alpha;
}
