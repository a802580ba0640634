import type { Distiller } from '../job/distiller.ts';
import type { NetworkName } from '../job/network.ts';
import type { Result } from '../job/result.ts';
import { isImported, type PlannedTable } from '../suite/plan.ts';

/** What the trials of a distiller on a pair came to. */
export interface Cell {
  distiller: Distiller;
  /** Top-1 test accuracy in per cent after the last epoch, of each trial that is done. */
  accuracies: number[];
  /** Undefined without a trial. */
  mean: number | undefined;
  /** The sample standard deviation, with n - 1; undefined with fewer than two trials. */
  deviation: number | undefined;
  /** Why the distiller cannot serve the pair, as the end of a sentence; undefined where it can. */
  unfit: string | undefined;
}

/** What a pair of networks came to. */
export interface Column {
  teacher: NetworkName;
  student: NetworkName;
  teacherAccuracy: number | undefined;
  cells: Cell[];
}

/** The cells of a planned table, from the results that are there: by the identities of their jobs. */
export function cellsOf({ columns }: PlannedTable, results: ReadonlyMap<string, Result>): Column[] {
  const accuracyOf = (id: string) => results.get(id)?.accuracy;
  return columns.map(({ pair, teacher, rows }) => ({
    teacher: pair.teacher,
    student: pair.student,
    teacherAccuracy: isImported(teacher) ? teacher.accuracy : accuracyOf(teacher.id),
    cells: rows.map(({ distiller, jobs, unfit }) => {
      const accuracies = jobs.map(accuracyOf).filter((accuracy) => accuracy !== undefined);
      return { distiller, accuracies, mean: meanOf(accuracies), deviation: deviationOf(accuracies), unfit };
    }),
  }));
}

function meanOf(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviationOf(values: readonly number[]): number | undefined {
  const mean = meanOf(values);
  if (mean === undefined || values.length < 2) return undefined;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
