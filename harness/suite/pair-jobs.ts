import { type Distiller, needsTeacher } from '../job/distiller.ts';
import type { ImportedTeacher } from '../job/imported.ts';
import type { Pair } from './pair.ts';
import { pairName } from './pair-name.ts';
import { isImported, type PlannedColumn, type PlannedJob } from './plan.ts';
import { distillerFor } from './row.ts';
import type { Changes } from './selection.ts';
import { mutualJob, studentJob, studentOf } from './student-jobs.ts';
import type { Suite } from './suite.ts';
import { importedFor, teacherJobs } from './teacher-jobs.ts';

/** The jobs that pairs of a suite come to. */
export class PairJobs {
  constructor(
    readonly suite: Suite,
    readonly changes: Changes,
    /** See `expand`. */
    readonly imported: readonly ImportedTeacher[],
  ) {}

  /** What teaches in a trial: a teacher, the members of an ensemble, or an assistant, which is the student of another pair. */
  teachers(pair: Pair, trial: number): PlannedColumn['teacher'][] {
    const { suite, changes, imported } = this;
    if (pair.assistant) {
      const { of, distiller, trial: own } = this.#assistant(pair.assistant, trial);
      return [this.student(of, distiller, own)];
    }
    const [first, ...fellows] = teacherJobs(suite, pair, changes);
    const ofElsewhere = changes.teacherSeed === undefined ? importedFor(suite, pair, imported) : undefined;
    return [ofElsewhere ?? first!, ...fellows];
  }

  /** All jobs that must be done before the students of a trial that read a teacher, each after those that it waits for. */
  before(pair: Pair, trial: number): PlannedJob[] {
    const own = this.teachers(pair, trial).flatMap((job) => (isImported(job) ? [] : job));
    if (!pair.assistant) return own;
    const { of, distiller, trial: earlier } = this.#assistant(pair.assistant, trial);
    return needsTeacher(distiller) && !of.mutual ? [...this.before(of, earlier), ...own] : own;
  }

  student(pair: Pair, distiller: Distiller, trial: number): PlannedJob {
    const student = studentOf(this.suite, pair, distiller, trial, this.changes);
    return pair.mutual && needsTeacher(distiller)
      ? mutualJob(student, pair)
      : studentJob(student, pair, this.teachers(pair, trial));
  }

  #assistant({ pair, distiller, trial }: NonNullable<Pair['assistant']>, trialOfStudent: number) {
    const of = this.suite.tables.flatMap(({ pairs }) => pairs).find((one) => pairName(one) === pair)!;
    const row = this.suite.distillers.find(({ name }) => name === distiller)!;
    return { of, distiller: distillerFor(row, of), trial: trial ?? trialOfStudent };
  }
}
