import { Problem } from '../base/problem.ts';
import { needsTeacher, unfitReason } from '../job/distiller.ts';
import type { ImportedTeacher } from '../job/imported.ts';
import { PairJobs } from './pair-jobs.ts';
import { isImported, type Plan, type PlannedColumn, type PlannedJob, type PlannedTable } from './plan.ts';
import { distillerFor, settingsText } from './row.ts';
import { selectTables } from './select-tables.ts';
import { checkCount, type Selection } from './selection.ts';
import type { Suite } from './suite.ts';
import { targetJob } from './target-job.ts';

/**
 * All jobs of a suite: each teacher once, then each student with each distiller, the first trial of all before the
 * second of any. Two cells that ask for the same job share it; a distiller that does not fit a pair has none there.
 * @param imported teachers that were trained elsewhere: a pair whose teacher is among them, tested on the suite's data set,
 * takes that one, unless the selection asks for teachers of a seed
 * @throws Problem where the selection does not fit the suite
 */
export function expand(suite: Suite, selection: Selection = {}, imported: readonly ImportedTeacher[] = []): Plan {
  const { epochs, arithmetic, teacherSeed } = selection;
  if (teacherSeed !== undefined) checkSeed(teacherSeed);
  if (epochs !== undefined) checkCount('epochs', epochs, 100_000);

  const changes = { epochs, arithmetic, teacherSeed };
  const making = new PairJobs(suite, changes, imported);
  const tables = selectTables(suite, selection).map(({ pairs, targets, rows: selected, ...table }): PlannedTable => {
    const columns = pairs.flatMap((pair): PlannedColumn[] => {
      const [teacher, ...fellows] = making.teachers(pair, table.trials[0]!) as [
        PlannedColumn['teacher'],
        ...PlannedJob[],
      ];
      const assistants =
        pair.assistant && table.trials.flatMap((trial) => making.teachers(pair, trial) as PlannedJob[]);
      const ownView = suite.views?.teacher !== suite.views?.student;
      const column = () => {
        const rows = selected.map(({ row, trials }) => {
          const distiller = distillerFor(row, pair);
          const unfit = unfitReason(distiller, pair, { dataset: suite.dataset, ownView });
          return { distiller, ownSettings: settingsText(row, pair), trials, jobs: [], unfit };
        });
        return { pair, teacher, fellows, ...(assistants && { assistants: distinct(assistants) }), rows };
      };
      if (targets.length === 0) return [column()];
      return targets.map((target) => {
        // The members of an ensemble have no pooled vector in common.
        const alone = fellows.length === 0;
        return {
          ...column(),
          target,
          ...(alone && { teacherOnTarget: targetJob(teacher, target, changes) }),
        };
      });
    });
    return { ...table, columns };
  });
  return { suite, epochs: epochs ?? suite.recipe.epochs, jobs: addJobs(making, tables), tables };
}

/** Fills the tables' cells; returns each job once. */
function addJobs(making: PairJobs, tables: readonly PlannedTable[]): PlannedJob[] {
  const jobs: PlannedJob[] = [];
  for (const { pair, teacher, fellows, teacherOnTarget, rows } of tables.flatMap(({ columns }) => columns)) {
    if (pair.assistant || !rows.some(readsTeacher)) continue;
    for (const job of [teacher, ...fellows]) if (!isImported(job)) jobs.push(job);
    if (teacherOnTarget) jobs.push(teacherOnTarget);
  }
  const trials = [...new Set(tables.flatMap((table) => table.trials))].sort((a, b) => a - b);
  for (const trial of trials) {
    const columns = tables.filter((table) => table.trials.includes(trial)).flatMap((table) => table.columns);
    for (const { pair, target, rows } of columns) {
      const trained = rows.filter(({ unfit, trials }) => unfit === undefined && trials.includes(trial));
      if (pair.assistant && trained.some(readsTeacher)) jobs.push(...making.before(pair, trial));
      for (const { distiller, jobs: cell } of trained) {
        const job = making.student(pair, distiller, trial);
        const measured = target ? targetJob(job, target, making.changes) : job;
        jobs.push(job, measured);
        cell.push(measured.id);
      }
    }
  }
  return distinct(jobs);
}

const readsTeacher = ({ distiller, unfit }: PlannedColumn['rows'][number]) =>
  needsTeacher(distiller) && unfit === undefined;

/** Each job once, where it stands first. */
function distinct(jobs: readonly PlannedJob[]): PlannedJob[] {
  const seen = new Set<string>();
  return jobs.filter(({ id }) => !seen.has(id) && seen.add(id));
}

function checkSeed(seed: number): void {
  if (Number.isInteger(seed) && seed >= 0 && seed <= 0xffffffff) return;
  throw new Problem(`the teacher's seed is ${seed}`, 'It must be a whole number, at least 0 and at most 4294967295');
}
