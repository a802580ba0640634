import type { Distiller } from '../job/distiller.ts';
import { usualMetric } from '../job/metric.ts';
import type { Recipe } from '../job/recipe.ts';
import type { PublishedCell } from '../suite/baseline/cells.ts';
import type { Baseline } from '../suite/baseline/schema.ts';
import { claimRank } from '../suite/literature/claim-rank.ts';
import type { Sourced } from '../suite/literature/schema.ts';
import { whyOtherTraining } from '../suite/literature/why-other-training.ts';
import type { Pair } from '../suite/pair.ts';

/** A published number beside a cell. */
export interface SourcedNumber extends Sourced {
  /** Why it cannot be compared with the cell, as the end of a sentence; undefined where it can. */
  unlike: string | undefined;
}

/** What papers have for a cell, the claim first; none of a baseline without literature. */
export function sourcedNumbers(
  { literature = [], epochs }: Baseline,
  { pair, distiller, recipe }: { pair: Pair; distiller: Distiller; recipe: Recipe },
): SourcedNumber[] {
  if (pair.mutual || pair.assistant || (pair.teachers ?? 1) > 1) return [];
  const column = `${pair.teacher}/${pair.student}`;
  const row = recipe.dot ? `${distiller.name}+DOT` : distiller.name;
  return literature
    .filter((one) => one.row === row && one.column === (row === 'vanilla' ? pair.student : column))
    .toSorted((a, b) => claimRank(a) - claimRank(b))
    .map((one) => ({
      ...one,
      unlike: whyOtherTraining(one, { column, student: pair.student, recipe, distiller }, epochs),
    }));
}

/** The number that tables show as published: the first that can be compared with theirs, which are of the last epoch. */
export function shownNumber(numbers: readonly SourcedNumber[]): SourcedNumber | undefined {
  return numbers.find(({ unlike, aggregation }) => unlike === undefined && aggregation === 'last');
}

/** The same as a published cell. */
export function lastPublished(
  numbers: readonly SourcedNumber[],
  { teacher, student }: Pair,
  table: string,
): PublishedCell | undefined {
  const number = shownNumber(numbers);
  return number && { table, teacher, student, ...publishedOf(number) };
}

/** A published number as that of a cell. */
export function publishedOf({ row, value, deviation, runs, repository }: Sourced) {
  return {
    distiller: row,
    applicable: true,
    mean: { value, sources: [repository], standing: 'one source' as const },
    deviation: { value: deviation, sources: [repository], standing: 'one source' as const },
    runs,
    epoch: 'last' as const,
    metric: usualMetric,
  };
}
