import { needsTeacher } from '../../job/distiller.ts';
import { look } from '../../results/look.ts';
import { isImported, type Plan } from '../../suite/plan.ts';
import type { ComparedCell } from './cells.ts';
import { type Course, ourCourse } from './histories.ts';

/** A teacher of ours, be it trained here or imported. */
export interface OurTeacher {
  network: string;
  folder: string;
  /** The sha256 of its weights file. */
  weights: string;
  accuracy: number;
}

/** Our side, when all of it is done. */
export interface OurSide {
  /** The students' trainings, by their jobs' identities. */
  courses: ReadonlyMap<string, Course>;
  teacherOf(cell: ComparedCell): OurTeacher | undefined;
  environment: { redistill: string; tensorflow: string; device: string };
}

/** @throws Problem where a file of the results is damaged */
export async function ourSide(plan: Plan, results: string, cells: readonly ComparedCell[]): Promise<OurSide> {
  const { jobs, done } = await look(plan, results);
  const folders = new Map(jobs.map(({ id, folder }) => [id, folder]));
  const courses = new Map<string, Course>();
  for (const { id } of cells.flatMap(({ students }) => students)) courses.set(id, await ourCourse(folders.get(id)!));
  const { redistill, tensorflow, device } = done.get(cells[0]!.students[0]!.id)!.environment;
  return {
    courses,
    environment: { redistill, tensorflow, device },
    teacherOf({ distiller, teacher, students: [student] }) {
      if (!needsTeacher(distiller)) return undefined;
      const folder = isImported(teacher) ? teacher.folder : folders.get(teacher.id)!;
      // As the student's own result has it.
      const { weights, accuracy } = done.get(student!.id)!.teacher!;
      return { network: teacher.configuration.network, folder, weights, accuracy };
    },
  };
}
