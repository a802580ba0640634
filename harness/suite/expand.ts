import { type Distiller, needsTeacher } from '../job/distiller.ts';
import { type Configuration, identityOf } from '../job/job.ts';
import { type Recipe, recipeSchema, stretch } from '../job/recipe.ts';
import type { Plan, PlannedColumn, PlannedJob, PlannedRow } from './plan.ts';
import type { Pair, Suite } from './schema.ts';
import { checkCount, type Selection, selectDistillers } from './selection.ts';

type Teacher = Extract<Configuration, { kind: 'teacher' }>;
type Student = Extract<Configuration, { kind: 'student' }>;

/**
 * All jobs of a suite: each teacher once, then each student with each distiller, the first trial of all before the
 * second of any. Two cells of the table that ask for the same job share it.
 * @throws Problem where the selection does not fit the suite
 */
export function expand(suite: Suite, selection: Selection = {}): Plan {
  const distillers = selectDistillers(suite, selection.distillers);
  const trials = checkCount('trials', selection.trials ?? suite.trials, 1000);
  const { epochs } = selection;
  if (epochs !== undefined) checkCount('epochs', epochs, 100_000);

  const jobs = new Map<string, PlannedJob>();
  const columns = suite.pairs.map((pair): PlannedColumn => {
    const teacher = teacherJob(teacherOf(suite, pair, epochs));
    const rows = distillers.map((distiller): PlannedRow => ({ distiller, jobs: [] }));
    return { pair, teacher, rows };
  });
  for (const { teacher } of columns) {
    if (distillers.some(needsTeacher)) jobs.set(teacher.id, teacher);
  }
  for (let trial = 1; trial <= trials; trial++) {
    for (const { pair, teacher, rows } of columns) {
      for (const { distiller, jobs: cell } of rows) {
        const job = studentJob(studentOf(suite, pair, distiller, trial, epochs), distiller, teacher);
        if (!jobs.has(job.id)) jobs.set(job.id, job);
        cell.push(job.id);
      }
    }
  }
  return { suite, trials, jobs: [...jobs.values()], columns };
}

function teacherOf({ dataset, recipe, teacherRecipe }: Suite, pair: Pair, epochs: number | undefined): Teacher {
  const own = teacherRecipe ?? recipe;
  return { kind: 'teacher', dataset, recipe: inEpochs(own, epochs), network: pair.teacher, seed: 0 };
}

/** The trial's number is the seed, so that all distillers of a trial see the same data in the same order. */
function studentOf(
  { dataset, recipe }: Suite,
  pair: Pair,
  distiller: Distiller,
  trial: number,
  epochs: number | undefined,
): Omit<Student, 'teacher'> {
  const own = recipeSchema.parse({ ...recipe, ...pair.recipe });
  return { kind: 'student', dataset, recipe: inEpochs(own, epochs), network: pair.student, seed: trial, distiller };
}

function inEpochs(recipe: Recipe, epochs: number | undefined): Recipe {
  return epochs === undefined ? recipe : stretch(recipe, epochs);
}

function teacherJob(configuration: Teacher): PlannedJob {
  return { id: identityOf(configuration), label: `${configuration.network}-teacher`, configuration, dependsOn: [] };
}

function studentJob(student: Omit<Student, 'teacher'>, distiller: Distiller, teacher: PlannedJob): PlannedJob {
  const taught = needsTeacher(distiller);
  const configuration: Student = taught
    ? { ...student, teacher: { network: teacher.configuration.network, job: teacher.id } }
    : student;
  const names = taught ? [student.network, 'from', teacher.configuration.network] : [student.network];
  return {
    id: identityOf(configuration),
    label: [...names, distiller.name, `trial${student.seed}`].join('-'),
    configuration,
    dependsOn: taught ? [teacher.id] : [],
  };
}
