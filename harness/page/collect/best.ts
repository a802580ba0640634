import { needsTeacher } from '../../job/distiller.ts';
import type { Cell } from '../../report/cells.ts';

/** The distiller with the highest mean, where there are several to choose from. */
export function bestOf(cells: readonly Cell[]): Cell | undefined {
  const measured = cells.filter(({ distiller, mean }) => needsTeacher(distiller) && mean !== undefined);
  const [best, second] = measured.toSorted((a, b) => b.mean! - a.mean!);
  return second && best;
}
