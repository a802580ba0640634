import { curves } from '../../report/charts/curves.ts';
import type { CellComparison } from './comparison.ts';

/**
 * The curves of a cell's students on both sides, to be shown by itself: dark on white, whatever the scheme is.
 * @returns SVG
 */
export async function pictureOf(cell: CellComparison): Promise<string> {
  const { distiller, teacher, student, dropsAfter, histories } = cell;
  const svg = await curves({
    pair: `${distiller}, ${teacher} to ${student}`,
    curves: [
      { distiller: 'Redistill', ...histories.ours },
      { distiller: 'RepDistiller', ...histories.theirs },
    ],
    dropsAfter,
  });
  if (svg === undefined) throw new Error('no trial has an epoch');
  return svg
    .replace(/<style>.*?<\/style>/s, '')
    .replace('style="', 'style="background:#fff;color:#1c2024;font-family:sans-serif;');
}
