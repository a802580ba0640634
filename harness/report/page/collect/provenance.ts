import type { Column } from '../../../results/cells.ts';
import type { Evidence } from '../../../results/evidence/evidence.ts';
import type { Grid } from '../page-data.ts';
import { distillerGrid } from './distiller-grid.ts';
import { environmentGrid } from './environment-grid.ts';
import { recipeGrid } from './recipe-grid.ts';
import { sourceGrid } from './source-grid.ts';
import { targetGrid } from './target-grid.ts';
import { teacherGrid } from './teacher-grid.ts';

/** Where the numbers come from: teachers, weights of the losses, recipes, machines, sources. Tables without rows are left out. */
export function provenanceOf(evidence: Evidence, columns: readonly Column[]): Grid[] {
  const grids = [
    teacherGrid(evidence, columns),
    distillerGrid(evidence),
    recipeGrid(evidence),
    ...targetGrid(evidence),
    environmentGrid(evidence),
    ...sourceGrid(evidence),
  ];
  return grids.filter(({ rows }) => rows.length > 0);
}
