import type { Dataset } from '../job/dataset.ts';
import type { ImportedTeacher } from '../job/imported.ts';
import { look } from '../results/look.ts';
import type { Plan } from '../suite/plan.ts';

export interface MeasureOptions {
  /** Checks whether a data set is there. */
  find(dataset: Dataset): Promise<void>;
  /** Called for each that is to be measured. */
  onTeacher(teacher: ImportedTeacher): void;
}

/**
 * Measures the accuracy of imported teachers that were never tested and that jobs of a plan still have to learn from: the
 * students' results hold it.
 * @returns how many there were
 * @throws Problem where one cannot be tested
 */
export async function measureTeachers(plan: Plan, results: string, options: MeasureOptions): Promise<number> {
  const isUntested = ({ importedTeacher }: Plan['jobs'][number]) =>
    importedTeacher !== undefined && importedTeacher.accuracy === undefined;
  if (!plan.jobs.some(isUntested)) return 0;
  const { jobs, done } = await look(plan, results);
  const waiting = jobs.filter((job) => isUntested(job) && !done.has(job.id));
  const teachers = new Map(waiting.map(({ importedTeacher }) => [importedTeacher!.id, importedTeacher!]));
  const { testInProcess } = await import('../teachers/store/test-in-process.ts');
  for (const teacher of teachers.values()) {
    await options.find(teacher.configuration.dataset);
    options.onTeacher(teacher);
    await testInProcess(teacher.folder);
  }
  return teachers.size;
}
