import type { Distiller } from '../job/distiller.ts';
import type { ImportedTeacher } from '../job/imported.ts';
import { type Job, teachersOf } from '../job/job.ts';
import type { Metric } from '../job/metric.ts';
import type { Side } from '../job/side.ts';
import type { Pair } from './pair.ts';
import type { Axis, Suite } from './suite.ts';
import type { Target } from './target.ts';

/** A job that a suite asks for. */
export interface PlannedJob extends Omit<Job, 'teacherFolders' | 'sourceFolder'> {
  /** The identities of the jobs that must be done before it: its teachers', that of the network that it probes, or none. */
  dependsOn: string[];
  /** The one of its teachers, or the teacher that it probes, that was trained elsewhere: there is nothing to wait for. */
  importedTeacher?: ImportedTeacher;
}

/** The cell of a distiller in a column. */
export interface PlannedRow {
  /** As it teaches the pair. */
  distiller: Distiller;
  /** What it has different for the pair, for people; undefined where that is nothing. */
  ownSettings: string | undefined;
  /** The numbers of its trials, which are their seeds, in rising order: the table's, or the first of them. */
  trials: number[];
  /** The identities of its jobs, one a trial, those on the target where there is one; none where the distiller does not fit the pair. */
  jobs: string[];
  /** Why it cannot, as the end of a sentence. */
  unfit: string | undefined;
}

/** A column of a table: a pair of networks, perhaps on a target. */
export interface PlannedColumn {
  pair: Pair;
  target?: Target;
  /**
   * The job that trains the teacher, or a teacher that was trained elsewhere; of a mutual pair the one that learns alone; of an
   * assistant that of the first trial. It is not among the plan's jobs where no distiller reads a teacher, or where it was imported.
   */
  teacher: PlannedJob | ImportedTeacher;
  /** The jobs that train the other members of an ensemble; none where one teaches alone. */
  fellows: PlannedJob[];
  /** The jobs that train the pair's assistant, one a trial unless one trial's teaches all; absent where a teacher teaches. */
  assistants?: PlannedJob[];
  /** The job of a teacher that teaches alone on the target. It is among the plan's jobs where a distiller reads the teacher. */
  teacherOnTarget?: PlannedJob;
  rows: PlannedRow[];
}

export function isImported(teacher: PlannedColumn['teacher']): teacher is ImportedTeacher {
  return teacher.configuration.kind === 'imported';
}

export interface PlannedTable {
  name: string;
  title: string;
  /** See the suite's schema. */
  against?: Axis | undefined;
  metric: Metric;
  /** See the suite's schema. */
  side: Side;
  /** The numbers of all trials that a row has, in rising order. */
  trials: number[];
  columns: PlannedColumn[];
}

/** What a suite comes to: its jobs, and where their results stand in its tables. */
export interface Plan {
  suite: Suite;
  /** How many epochs a student is trained: the selection's, or those of the suite's recipe. Rows may have others of their own. */
  epochs: number;
  /** Each job once, in an order in which they could be run. */
  jobs: PlannedJob[];
  tables: PlannedTable[];
}

/** How many teachers the students of a plan have between them. */
export function countTeachers({ jobs }: Pick<Plan, 'jobs'>): number {
  return new Set(jobs.flatMap(({ configuration }) => teachersOf(configuration))).size;
}
