import { meanOf } from '../base/statistics/mean.ts';
import { sampleOf } from '../base/statistics/sample.ts';
import type { Distiller } from '../job/distiller.ts';
import { mainStageEpochs, sourceOf } from '../job/job.ts';
import { type Metric, metricOf, usualMetric } from '../job/metric.ts';
import type { NetworkName } from '../job/network.ts';
import type { Result } from '../job/result.ts';
import { reachedBy, type Side } from '../job/side.ts';
import type { PublishedCell } from '../suite/baseline/cells.ts';
import { publishedCells } from '../suite/baseline/cells.ts';
import { whyNotComparable } from '../suite/baseline/comparable.ts';
import type { Baseline } from '../suite/baseline/schema.ts';
import type { Pair } from '../suite/pair.ts';
import { type NamedPair, teachersName } from '../suite/pair-name.ts';
import { isImported, type Plan, type PlannedColumn, type PlannedTable } from '../suite/plan.ts';
import type { Target } from '../suite/target.ts';
import { lastPublished, type SourcedNumber, sourcedNumbers } from './sourced.ts';

/** A trial that is done. */
export interface Trial {
  /** Its number, which is its seed. */
  number: number;
  /** The job's identity. */
  job: string;
  /** What the table's metric makes of its result. */
  value: number;
  /** The same of the best epoch, which was chosen on the test images. */
  best: number | undefined;
}

/** The results of a distiller's trials on a pair. */
export interface Cell {
  distiller: Distiller;
  /** Those that are done. */
  trials: Trial[];
  /** How many it is to have; 0 where the distiller does not fit the pair. */
  planned: number;
  /** Of the trials' values; undefined without a trial. */
  mean: number | undefined;
  /** The sample standard deviation, with n - 1; undefined with fewer than two trials. */
  deviation: number | undefined;
  /** Of the best epochs. */
  bestMean: number | undefined;
  /** Why the distiller does not fit the pair, as the end of a sentence; undefined where it does. */
  unfit: string | undefined;
  /** Why a job of it failed for good; undefined where none did. */
  failed: string | undefined;
  /** Its published counterpart; undefined where there is none, or where the runs cannot be compared with it. */
  published: PublishedCell | undefined;
  /** What papers have for it, where the baseline is of several. */
  sourced?: SourcedNumber[] | undefined;
}

/** The result of a pair of networks, perhaps on a target. */
export interface Column {
  teacher: NetworkName;
  /** How many of them teach together. */
  teachers: number;
  student: NetworkName;
  /** Whose student the teacher is, and by which row; absent where it is no teacher assistant. */
  assistant?: Pair['assistant'];
  /** Do they learn from each other? Absent where the teacher was trained before. */
  mutual?: true;
  /** What both were transferred to; absent where they are tested on what they were trained on. */
  target?: Target;
  /** What its values are, those of the cells included. */
  metric: Metric;
  /** Whose values those of its cells are, where both learn from each other. */
  side: Side;
  /** On the target where there is one. */
  teacherValue: number | undefined;
  /** The teacher's published counterpart. */
  teacherPublished: PublishedCell | undefined;
  /** How many epochs its students are trained. */
  epochs: number;
  /** Why its cells cannot be compared with the baseline, as a sentence; undefined where they can, and without one. */
  notComparable: string | undefined;
  cells: Cell[];
}

/** Tables' columns, by the tables' names. */
export type NamedColumns = readonly { name: string; columns: readonly Column[] }[];

export interface CellsOptions {
  results: ReadonlyMap<string, Result>;
  /** Why jobs failed for good, by their identities. */
  failures?: ReadonlyMap<string, string> | undefined;
  /** What the suite answers to. */
  baseline?: Baseline | undefined;
}

/** The cells of a planned table, from the results that are there: by the identities of their jobs. */
export function cellsOf(
  plan: Pick<Plan, 'suite' | 'epochs' | 'jobs'>,
  { name: table, metric, side, columns }: PlannedTable,
  { results, failures, baseline }: CellsOptions,
): Column[] {
  const published = publishedIn(baseline);
  const configurations = new Map(plan.jobs.map(({ id, configuration }) => [id, configuration]));
  return columns.map(({ pair, target, teacher, teacherOnTarget, fellows, assistants, rows }): Column => {
    const [job] = rows.flatMap((row) => row.jobs);
    const measured = configurations.get(job ?? '');
    const source = measured && sourceOf(measured);
    const student = source === undefined ? measured : configurations.get(source);
    // Where no row fits the pair, no student is trained.
    const epochs = student ? mainStageEpochs(student) : plan.epochs;
    const trained = { dataset: plan.suite.dataset, epochs };
    const notComparable = baseline && whyNotComparable(baseline, trained);
    const counterpart = (distiller: string) =>
      // Of mutual learning and of assistants nothing stands in the baselines.
      notComparable || pair.mutual || pair.assistant
        ? undefined
        : published.get(keyOf({ ...pair, target, distiller, metric }));
    const cells = rows.map(({ distiller, trials: numbers, jobs, unfit }): Cell => {
      const trials = jobs.flatMap((job, index) => {
        const reached = reachedBy(side, results.get(job));
        const value = metricOf(metric, reached);
        return value === undefined
          ? []
          : [{ number: numbers[index]!, job, value, best: metricOf(metric, reached?.best) }];
      });
      const values = trials.map(({ value }) => value);
      const trained = configurations.get(jobs[0] ?? '');
      const sourced =
        baseline?.literature && !notComparable && !target && metric === usualMetric && trained?.kind === 'student'
          ? sourcedNumbers(baseline, { pair, distiller, recipe: trained.recipe })
          : undefined;
      return {
        distiller,
        trials,
        planned: jobs.length,
        mean: meanOf(values),
        deviation: sampleOf(values)?.deviation,
        bestMean: meanOf(trials.flatMap(({ best }) => best ?? [])),
        unfit,
        failed: jobs.map((job) => (results.has(job) ? undefined : failures?.get(job))).find(Boolean),
        published: sourced ? lastPublished(sourced, pair, table) : counterpart(distiller.name),
        ...(sourced && { sourced }),
      };
    });
    return {
      teacher: pair.teacher,
      teachers: pair.teachers ?? 1,
      student: pair.student,
      ...(pair.assistant && { assistant: pair.assistant }),
      ...(pair.mutual && { mutual: true }),
      ...(target && { target }),
      metric,
      side,
      teacherValue: assistants
        ? meanOf(assistants.flatMap(({ id }) => metricOf(metric, results.get(id)) ?? []))
        : metricOf(
            metric,
            fellows.length > 0 ? ensembleOf(rows, results) : teacherOf(teacherOnTarget ?? teacher, results),
          ),
      teacherPublished: counterpart('teacher'),
      epochs,
      notComparable,
      cells,
    };
  });
}

/** On another data set, or transferred to it otherwise, a cell is another one. */
function keyOf({ student, target, distiller, metric, ...teachers }: Key): string {
  return JSON.stringify([teachersName(teachers), student, distiller, metric, target?.dataset, target?.how]);
}

type Key = Omit<NamedPair, 'target'> & {
  target?: Pick<Target, 'dataset' | 'how'> | undefined;
  distiller: string;
  metric: Metric;
};

function publishedIn(baseline: Baseline | undefined): Map<string, PublishedCell> {
  const cells = baseline ? publishedCells(baseline) : [];
  return new Map(cells.map((cell) => [keyOf(cell), cell]));
}

function teacherOf(teacher: PlannedColumn['teacher'], results: ReadonlyMap<string, Result>) {
  return isImported(teacher) ? teacher : results.get(teacher.id);
}

/** What students of an ensemble have found that it comes to; each of them has found the same. */
function ensembleOf(rows: PlannedColumn['rows'], results: ReadonlyMap<string, Result>) {
  const students = rows.flatMap(({ jobs }) => jobs.flatMap((job) => results.get(job) ?? []));
  return students.find(({ teacher }) => teacher)?.teacher;
}
