import type { Distiller } from '../job/distiller.ts';
import type { Job } from '../job/job.ts';
import type { Pair, Suite } from './schema.ts';

/** A job that a suite asks for. */
export interface PlannedJob extends Omit<Job, 'teacherFolder'> {
  /** The identities of the jobs that must be done before it: its teacher's, or none. */
  dependsOn: string[];
}

/** The cell of a distiller in a column. */
export interface PlannedRow {
  distiller: Distiller;
  /** The identities of its jobs, one a trial. */
  jobs: string[];
}

/** A column of the table: a pair of networks. */
export interface PlannedColumn {
  pair: Pair;
  /** The job that trains the teacher; it is not among the plan's jobs where no distiller reads a teacher. */
  teacher: PlannedJob;
  rows: PlannedRow[];
}

/** What a suite comes to: its jobs, and where their results stand in the table. */
export interface Plan {
  suite: Suite;
  /** How often each student is trained. */
  trials: number;
  /** Each job once, in an order in which they could be run. */
  jobs: PlannedJob[];
  columns: PlannedColumn[];
}
