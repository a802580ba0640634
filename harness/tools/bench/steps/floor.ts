import { teacherIn } from '../../../job/distiller.ts';
import { multiplyAccumulatesOf } from '../../../job/network.ts';
import { workAnImage } from '../../../job/work.ts';
import type { TeacherCacheMode } from '../../../results/teacher-cache-mode.ts';
import type { MeasuredStudent } from './cells.ts';

/**
 * Milliseconds that a step's multiply-accumulates would take at the machine's peak: the student's three times, the
 * teacher's once where it has to be computed. What a method adds is left out.
 */
export function floorOf(cell: MeasuredStudent, mode: TeacherCacheMode, peakGigaflops: number): number {
  const needsTeacher = mode !== 'warm' && teacherIn(cell.distiller) !== 'absent';
  const work = needsTeacher ? workAnImage(cell) : 3 * multiplyAccumulatesOf(cell.network);
  return Number(((2 * work * cell.recipe.batch) / (peakGigaflops * 1e6)).toFixed(3));
}
