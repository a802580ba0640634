import { type Distiller, needsTeacher } from '../job/distiller.ts';
import { type Configuration, identityOf } from '../job/job.ts';
import { recipeSchema, withOwn } from '../job/recipe.ts';
import { inEpochs } from './in-epochs.ts';
import type { Pair } from './pair.ts';
import { teachersName } from './pair-name.ts';
import { isImported, type PlannedColumn, type PlannedJob } from './plan.ts';
import type { Changes } from './selection.ts';
import type { Suite } from './suite.ts';

type Student = Extract<Configuration, { kind: 'student' }>;

/** The trial's number is the seed, so that all distillers of a trial see the same data in the same order. */
export function studentOf(
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

export function studentJob(
  student: Omit<Student, 'teacher'>,
  pair: Pair,
  of: readonly PlannedColumn['teacher'][],
): PlannedJob {
  const { distiller, network, seed } = student;
  const taught = needsTeacher(distiller);
  const [job, ...fellows] = of.map(({ id }) => id);
  const [{ configuration: ofTeacher }] = of as [PlannedColumn['teacher']];
  const view = 'view' in ofTeacher ? ofTeacher.view : undefined;
  const teacher = { network: pair.teacher, job: job!, ...(view && { view }), ...(fellows.length > 0 && { fellows }) };
  const configuration: Student = taught ? { ...student, teacher } : student;
  // An assistant's own label says who taught it.
  const teachers = pair.assistant && 'label' in of[0]! ? of[0].label : teachersName(pair);
  const names = taught ? [network, 'from', teachers] : [network];
  const imported = of.find(isImported);
  return {
    id: identityOf(configuration),
    label: [...names, distiller.name, `trial${seed}`].join('-'),
    configuration,
    dependsOn: taught ? of.filter((one) => !isImported(one)).map(({ id }) => id) : [],
    ...(taught && imported && { importedTeacher: imported }),
  };
}

/** The job that trains both networks of a mutual pair: it waits for none. */
export function mutualJob(student: Omit<Student, 'teacher'>, { teacher }: Pair): PlannedJob {
  const { distiller, network, seed } = student;
  const configuration: Student = { ...student, peer: teacher };
  const label = [network, 'with', teacher, distiller.name, `trial${seed}`].join('-');
  return { id: identityOf(configuration), label, configuration, dependsOn: [] };
}
