import { join } from 'node:path';
import { cannotWrite, writeWhole } from '../../base/files/files.ts';
import { makeFolder } from '../../base/files/make-folder.ts';
import { near } from '../../base/near.ts';
import type { CellComparison, Comparison } from './comparison.ts';
import { comparisonMarkdown } from './markdown.ts';
import { pictureOf } from './pictures.ts';

/**
 * Writes `compare.md`, `compare.json` and a picture for each cell.
 * @returns what the terminal shows
 * @throws Problem where the folder cannot be written
 */
export async function writeComparison(comparison: Comparison, folder: string): Promise<string> {
  await makeFolder(folder).catch((cause) => {
    throw cannotWrite(folder, cause);
  });
  const pictures = comparison.cells.map(fileOf);
  for (const [index, cell] of comparison.cells.entries()) {
    await writeWhole(join(folder, pictures[index]!), `${await pictureOf(cell)}\n`);
  }
  await writeWhole(join(folder, 'compare.json'), `${JSON.stringify(comparison, undefined, 2)}\n`);
  await writeWhole(join(folder, 'compare.md'), `${comparisonMarkdown(comparison, pictures)}\n`);
  return `${comparisonMarkdown(comparison)}\n\nThis, with curves and as JSON, is in ${near(folder)}`;
}

const fileOf = ({ student, teacher, distiller }: CellComparison) =>
  `compare-${student}-from-${teacher}-${distiller}.svg`;
