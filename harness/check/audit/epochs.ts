import { type Estimate, interval } from '../../base/statistics/estimate.ts';
import { sampleOf } from '../../base/statistics/sample.ts';
import type { LiteratureCell } from '../../suite/literature/cells.ts';
import type { Aggregation } from '../../suite/literature/schema.ts';

/** One training run whose log has both epochs. */
export interface LoggedRun {
  dataset: 'cifar100' | 'imagenet';
  method: string;
  column: string;
  recipe: string;
  last: number;
  best: number;
  /** What its authors' table has for the cell; undefined where there is none. */
  published?: number | undefined;
}

/** By how much the best epoch lies above the last, over several logs: in points. */
export interface Gap {
  runs: number;
  mean: number;
  deviation: number;
  /** Of the mean, with 95 % confidence. */
  interval: [low: number, high: number];
}

export interface MethodsGap extends Gap {
  method: string;
  recipe: string;
}

/** The runs of which a source's logs give the last epoch and the best on the test images. */
export function loggedRunsOf(cells: readonly LiteratureCell[]): LoggedRun[] {
  const isSame = (a: LiteratureCell) => (b: LiteratureCell) =>
    a.repository === b.repository && a.dataset === b.dataset && a.column === b.column && a.method === b.method;
  const logs = cells.filter(({ mark }) => mark === 'own log');
  return logs
    .filter(({ aggregation }) => aggregation === 'last')
    .flatMap((last): LoggedRun[] => {
      const best = logs.filter(({ aggregation }) => aggregation === 'best').find(isSame(last));
      const table = cells.filter(({ mark }) => mark === 'own table').find(isSame(last));
      if (!best) return [];
      const { dataset, method, column, recipe, value } = last;
      return [{ dataset, method, column, recipe, last: value, best: best.value, published: table?.value }];
    });
}

/** The gaps of each method on CIFAR-100 that has two logs or more. */
export function gapsByMethod(runs: readonly LoggedRun[]): MethodsGap[] {
  const onCifar = runs.filter(({ dataset }) => dataset === 'cifar100');
  const methods = new Map(onCifar.map(({ method, recipe }) => [method, recipe]));
  return [...methods].flatMap(([method, recipe]) => {
    const gap = gapOf(onCifar.filter((run) => run.method === method));
    return gap ? [{ method, recipe, ...gap }] : [];
  });
}

/** The gap over these runs, each with the same weight; undefined of fewer than two. */
export function gapOf(runs: readonly LoggedRun[]): Gap | undefined {
  const sample = sampleOf(runs.map(({ best, last }) => best - last));
  if (!sample) return undefined;
  const { mean, deviation, trials } = sample;
  return { runs: trials, mean, deviation, interval: interval(estimateOfGap({ runs: trials, mean, deviation }), 0.95) };
}

/** The gap with how sure it is. */
export function estimateOfGap({ runs, mean, deviation }: Omit<Gap, 'interval'>): Estimate {
  return { difference: mean, standardError: deviation / Math.sqrt(runs), degreesOfFreedom: runs - 1 };
}

/**
 * How often the gap is to be added to the difference between a number and another, so that both are of one epoch; undefined
 * where an epoch is not known.
 */
export function epochShift(number: Aggregation, other: Aggregation): -1 | 0 | 1 | undefined {
  if (number === 'unknown' || other === 'unknown') return undefined;
  if (number === other) return 0;
  if (number === 'best' && other === 'last') return -1;
  if (number === 'last' && other === 'best') return 1;
  return undefined;
}
