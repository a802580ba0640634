import { multiplyAccumulatesOf } from '../../job/network.ts';
import { workAnImage } from '../../job/work.ts';
import type { Cell } from './cells.ts';
import type { TeacherCacheMode } from './teacher-cache-mode.ts';

/**
 * Milliseconds that a step's multiply-accumulates would take at the machine's peak: the student's three times, the
 * teacher's once where it is computed. What a method adds is left out.
 */
export function floorOf(cell: Cell, mode: TeacherCacheMode, peakGigaflops: number): number {
  const work = mode === 'warm' ? 3 * multiplyAccumulatesOf(cell.network) : workAnImage(cell);
  return Number(((2 * work * cell.recipe.batch) / (peakGigaflops * 1e6)).toFixed(3));
}
