import { sourceOf } from '../job/job.ts';
import { pairName } from './pair-name.ts';
import type { PlannedColumn, PlannedJob, PlannedTable } from './plan.ts';

/** The table of the students themselves: as it is without targets, else each pair once, with the jobs that train its students. */
export function studentsOf(table: PlannedTable, jobs: readonly PlannedJob[]): PlannedTable {
  const trainings = new Map(
    jobs.flatMap(({ id, configuration }) => {
      const source = sourceOf(configuration);
      return source === undefined ? [] : [[id, source]];
    }),
  );
  const columns = new Map<string, PlannedColumn>();
  for (const { pair, teacher, fellows, assistants, rows } of table.columns) {
    const own = rows.map((row) => ({ ...row, jobs: row.jobs.map((id) => trainings.get(id) ?? id) }));
    columns.set(pairName(pair), { pair, teacher, fellows, ...(assistants && { assistants }), rows: own });
  }
  return { ...table, columns: [...columns.values()] };
}
