import { sourceOf } from '../../job/job.ts';
import type { Epoch } from '../../job/result.ts';
import type { Evidence } from '../../results/evidence/evidence.ts';
import { teachersName } from '../../suite/pair-name.ts';
import { isImported, type PlannedJob, type PlannedTable } from '../../suite/plan.ts';

/** An epoch of a job, and where that job stands in a suite's tables. */
export interface EpochRow {
  suite: string;
  table: string;
  /** `resnet20`, or `4xresnet20` for an ensemble of four. */
  teacher: string;
  /** Undefined for a teacher's own training. */
  student: string | undefined;
  /** The target that the network is tuned to; undefined for all other training. */
  target: string | undefined;
  /** As the table has it; `teacher` for a teacher's own training. */
  distiller: string;
  /** Undefined for a teacher's own training. */
  trial: number | undefined;
  job: PlannedJob;
  epoch: Epoch;
}

type Place = Omit<EpochRow, 'suite' | 'table' | 'epoch'>;

/**
 * All epochs that a suite's jobs have taken so far, in the order of its tables: of each column the teachers first, then the
 * students by distiller and trial. A job that several columns share is in each of them.
 */
export function epochRows({ plan, epochs }: Pick<Evidence, 'plan' | 'epochs'>): EpochRow[] {
  const jobs = new Map(plan.jobs.map((job) => [job.id, job]));
  return plan.tables.flatMap((table) => {
    const about = { suite: plan.suite.name, table: table.name };
    // Put together once for each job: there may be hundreds of thousands of rows.
    const places = placesIn(table, jobs).map((place) => ({ ...about, ...place }));
    return places.flatMap((place) => (epochs.get(place.job.id) ?? []).map((epoch) => ({ ...place, epoch })));
  });
}

/** The jobs of a table, each once in its place: networks that are tuned to several targets are trained once. */
function placesIn(table: PlannedTable, jobs: ReadonlyMap<string, PlannedJob>): Place[] {
  const places = new Map<string, Place>();
  const add = (place: Place) => {
    const { teacher, student, distiller, trial, job } = place;
    const key = JSON.stringify([teacher, student, distiller, trial, job.id]);
    if (!places.has(key)) places.set(key, place);
  };
  for (const { pair, target, teacher, fellows, assistants = [], teacherOnTarget, rows } of table.columns) {
    const names = { teacher: teachersName(pair), student: pair.student };
    const ofTeacher = { ...names, student: undefined, target: undefined, distiller: 'teacher', trial: undefined };
    for (const job of [teacher, ...fellows, ...assistants]) if (!isImported(job)) add({ ...ofTeacher, job });
    if (teacherOnTarget) add({ ...ofTeacher, target: target?.name, job: teacherOnTarget });
    for (const { distiller, trials, jobs: cell } of rows) {
      cell.forEach((id, index) => {
        const measured = jobs.get(id)!;
        const trained = target && jobs.get(sourceOf(measured.configuration) ?? '');
        const place = { ...names, distiller: distiller.name, trial: trials[index] };
        if (trained) add({ ...place, target: undefined, job: trained });
        add({ ...place, target: target?.name, job: measured });
      });
    }
  }
  return [...places.values()];
}
