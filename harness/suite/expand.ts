import { isDeepStrictEqual } from 'node:util';
import { type Distiller, needsTeacher, unfitReason } from '../job/distiller.ts';
import type { ImportedTeacher } from '../job/imported.ts';
import { type Configuration, identityOf } from '../job/job.ts';
import { recipeSchema, stretch, withOwn } from '../job/recipe.ts';
import { Problem } from '../problem.ts';
import { inEpochs } from './in-epochs.ts';
import { teachersName } from './pair-name.ts';
import { isImported, type Plan, type PlannedColumn, type PlannedJob, type PlannedTable } from './plan.ts';
import { distillerFor, settingsText } from './row.ts';
import type { Pair, Suite } from './schema.ts';
import { selectTables } from './select-tables.ts';
import { checkCount, mostTrials, type Selection } from './selection.ts';
import { targetJob } from './target-job.ts';

type Teacher = Extract<Configuration, { kind: 'teacher' }>;
/** What a selection changes in every job. */
type Changes = Pick<Selection, 'epochs' | 'arithmetic' | 'teacherSeed'>;
type Student = Extract<Configuration, { kind: 'student' }>;

/**
 * All jobs of a suite: each teacher once, then each student with each distiller, the first trial of all before the
 * second of any. Two cells that ask for the same job share it; a distiller that cannot serve a pair has none there.
 * @param imported teachers that were trained elsewhere: a pair whose teacher is among them, tested on the suite's data set,
 * takes that one, unless the selection asks for teachers of a seed
 * @throws Problem where the selection does not fit the suite
 */
export function expand(suite: Suite, selection: Selection = {}, imported: readonly ImportedTeacher[] = []): Plan {
  const { epochs, arithmetic, teacherSeed } = selection;
  if (teacherSeed !== undefined) checkSeed(teacherSeed);
  if (epochs !== undefined) checkCount('epochs', epochs, 100_000);

  const tables = selectTables(suite, selection).map(({ pairs, targets, distillers, ...table }): PlannedTable => {
    const columns = pairs.flatMap((pair): PlannedColumn[] => {
      const [first, ...fellows] = teacherJobs(suite, pair, { epochs, arithmetic, teacherSeed });
      const ofElsewhere = teacherSeed === undefined ? importedFor(suite, pair, imported) : undefined;
      const teacher = ofElsewhere ?? first!;
      const ownView = suite.views?.teacher !== suite.views?.student;
      const column = () => {
        const rows = distillers.map((row) => {
          const distiller = distillerFor(row, pair);
          const unfit = unfitReason(distiller, pair, { dataset: suite.dataset, ownView });
          return { distiller, ownSettings: settingsText(row, pair), jobs: [], unfit };
        });
        return { pair, teacher, fellows, rows };
      };
      if (targets.length === 0) return [column()];
      return targets.map((target) => {
        // The members of an ensemble have no pooled vector in common.
        const alone = fellows.length === 0;
        return {
          ...column(),
          target,
          ...(alone && { teacherOnTarget: targetJob(teacher, target, { epochs, arithmetic }) }),
        };
      });
    });
    return { ...table, columns };
  });
  return { suite, jobs: addJobs(suite, tables, { epochs, arithmetic }), tables };
}

/** Fills the tables' cells; returns each job once. */
function addJobs(suite: Suite, tables: readonly PlannedTable[], changes: Changes): PlannedJob[] {
  const jobs = new Map<string, PlannedJob>();
  const add = (job: PlannedJob) => {
    if (!jobs.has(job.id)) jobs.set(job.id, job);
  };
  for (const { teacher, fellows, teacherOnTarget, rows } of tables.flatMap(({ columns }) => columns)) {
    if (!rows.some(({ distiller, unfit }) => needsTeacher(distiller) && unfit === undefined)) continue;
    for (const job of [teacher, ...fellows]) if (!isImported(job)) add(job);
    if (teacherOnTarget) add(teacherOnTarget);
  }
  const trials = [...new Set(tables.flatMap((table) => table.trials))].sort((a, b) => a - b);
  for (const trial of trials) {
    const columns = tables.filter((table) => table.trials.includes(trial)).flatMap((table) => table.columns);
    for (const { pair, target, teacher, fellows, rows } of columns) {
      for (const { distiller, jobs: cell } of rows.filter(({ unfit }) => unfit === undefined)) {
        const student = studentOf(suite, pair, distiller, trial, changes);
        const job =
          pair.mutual && needsTeacher(distiller)
            ? mutualJob(student, pair)
            : studentJob(student, pair, [teacher, ...fellows]);
        const measured = target ? targetJob(job, target, changes) : job;
        add(job);
        add(measured);
        cell.push(measured.id);
      }
    }
  }
  return [...jobs.values()];
}

function checkSeed(seed: number): void {
  if (Number.isInteger(seed) && seed >= 0 && seed <= 0xffffffff) return;
  throw new Problem(`the teacher's seed is ${seed}`, 'It must be a whole number, at least 0 and at most 4294967295');
}

function importedFor(
  { dataset, teacherDataset = dataset, views }: Suite,
  pair: Pair,
  imported: readonly ImportedTeacher[],
): ImportedTeacher | undefined {
  // They have seen whole images.
  if (views?.teacher) return undefined;
  return imported.find(
    ({ configuration: { network, dataset } }) => network === pair.teacher && isDeepStrictEqual(dataset, teacherDataset),
  );
}

/** As many as the pair has; each further one's seed is of no trial, so that no student begins as its teacher did. */
function teacherJobs(suite: Suite, pair: Pair, changes: Changes): PlannedJob[] {
  const { dataset, teacherDataset = dataset, views, recipe, teacherRecipe } = suite;
  const { epochs, arithmetic, teacherSeed = 0 } = changes;
  const own = teacherRecipe ?? recipe;
  return Array.from({ length: pair.teachers ?? 1 }, (_, place): PlannedJob => {
    const seed = teacherSeed + place * (mostTrials + 1);
    const configuration: Teacher = {
      kind: 'teacher',
      dataset: teacherDataset,
      recipe: epochs === undefined ? own : stretch(own, epochs),
      network: pair.teacher,
      ...(views?.teacher && { view: views.teacher }),
      seed,
      ...(arithmetic && { arithmetic }),
    };
    const label = `${pair.teacher}-teacher${seed === 0 ? '' : seed}`;
    return { id: identityOf(configuration), label, configuration, dependsOn: [] };
  });
}

/** The trial's number is the seed, so that all distillers of a trial see the same data in the same order. */
function studentOf(
  { dataset, teacherDataset, views, recipe }: Suite,
  pair: Pair,
  distiller: Distiller,
  trial: number,
  { epochs, arithmetic }: Changes,
): Omit<Student, 'teacher'> {
  const own = { recipe: recipeSchema.parse(withOwn(recipe, pair.recipe)), distiller };
  const training = epochs === undefined ? own : inEpochs(own, epochs);
  return {
    kind: 'student',
    dataset,
    network: pair.student,
    ...(views?.student && { view: views.student }),
    // Of no other data set is depth known: there the student is tested by how often it agrees with its teacher.
    ...(teacherDataset && views?.student !== 'depth' && { testedOn: teacherDataset }),
    seed: trial,
    ...training,
    ...(arithmetic && { arithmetic }),
  };
}

function studentJob(
  student: Omit<Student, 'teacher'>,
  pair: Pair,
  teachers: readonly PlannedColumn['teacher'][],
): PlannedJob {
  const { distiller, network, seed } = student;
  const taught = needsTeacher(distiller);
  const [job, ...fellows] = teachers.map(({ id }) => id);
  const [{ configuration: ofTeacher }] = teachers as [PlannedColumn['teacher']];
  const view = 'view' in ofTeacher ? ofTeacher.view : undefined;
  const teacher = { network: pair.teacher, job: job!, ...(view && { view }), ...(fellows.length > 0 && { fellows }) };
  const configuration: Student = taught ? { ...student, teacher } : student;
  const names = taught ? [network, 'from', teachersName(pair)] : [network];
  const imported = teachers.find(isImported);
  return {
    id: identityOf(configuration),
    label: [...names, distiller.name, `trial${seed}`].join('-'),
    configuration,
    dependsOn: taught ? teachers.filter((one) => !isImported(one)).map(({ id }) => id) : [],
    ...(taught && imported && { importedTeacher: imported }),
  };
}

/** The job that trains both networks of a mutual pair: it waits for none. */
function mutualJob(student: Omit<Student, 'teacher'>, { teacher }: Pair): PlannedJob {
  const { distiller, network, seed } = student;
  const configuration: Student = { ...student, peer: teacher };
  const label = [network, 'with', teacher, distiller.name, `trial${seed}`].join('-');
  return { id: identityOf(configuration), label, configuration, dependsOn: [] };
}
