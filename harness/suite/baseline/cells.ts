import { type Metric, usualMetric } from '../../job/metric.ts';
import type { NetworkName } from '../../job/network.ts';
import type { Baseline } from './schema.ts';

/** How sure a number is: two sources or more agree on it, one gives it, or it is not known. */
export type Standing = 'confirmed' | 'one source' | 'unknown';

/** A number that was published, with where it stands. */
export interface Published {
  /** In per cent; null where no source gives it, or where the sources say that it is not applicable. */
  value: number | null;
  /** The tags of those that give it. */
  sources: string[];
  standing: Standing;
}

/** A published cell: the result of a distiller on a pair of networks. */
export interface PublishedCell {
  table: string;
  teacher: NetworkName;
  student: NetworkName;
  /** Of an ensemble, how many there are. */
  teachers?: number | undefined;
  /** What both were transferred to, where the number is of that. */
  target?: Baseline['tables'][number]['pairs'][number]['target'];
  /** As suites call it; `teacher` and `vanilla` are the networks on their own. */
  distiller: string;
  /** Says the table that the distiller does not fit the pair? */
  applicable: boolean;
  mean: Published;
  /** With n or with n - 1: the sources do not say. */
  deviation: Published;
  /** What the mean is of; null where it is not known. */
  runs: number | null;
  epoch: Baseline['epoch'];
  metric: Metric;
}

/** All cells of the published tables, row by row. What is `independent` is not among them. */
export function publishedCells({ tables, epoch }: Baseline): PublishedCell[] {
  return tables.flatMap(({ name: table, metric = usualMetric, runs: tableRuns, pairs, rows }) =>
    rows.flatMap(({ distiller, means, sources, deviations, runs = tableRuns }) =>
      pairs.map((names, pair): PublishedCell => {
        const value = means[pair]!;
        const given = Object.entries(deviations).filter(([, values]) => values[pair] !== null);
        return {
          ...{ table, ...names, distiller, runs, epoch, metric },
          applicable: value !== null,
          mean: published(value, sources),
          deviation: published(
            given[0]?.[1][pair] ?? null,
            given.map(([tag]) => tag),
          ),
        };
      }),
    ),
  );
}

function published(value: number | null, sources: string[]): Published {
  const standing = sources.length > 1 ? 'confirmed' : sources.length === 1 ? 'one source' : 'unknown';
  return { value, sources, standing };
}
