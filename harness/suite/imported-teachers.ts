import { needsTeacher } from '../job/distiller.ts';
import { type ImportedTeacher, importedLine } from '../job/imported.ts';
import { isImported, type PlannedColumn } from './plan.ts';

/** The imported teachers that students of these columns learn from, a line each (see `importedLine`). */
export function importedLines(columns: readonly PlannedColumn[]): string[] {
  const teachers = new Map<string, ImportedTeacher>();
  for (const { teacher, rows } of columns) {
    const teaches = rows.some(({ distiller, unfit }) => needsTeacher(distiller) && unfit === undefined);
    if (teaches && isImported(teacher)) teachers.set(teacher.id, teacher);
  }
  return Array.from(teachers.values(), importedLine);
}
