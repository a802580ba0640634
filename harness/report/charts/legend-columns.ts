import { textWidth } from './text-width.ts';

/** Beside each name, its symbol and the room around it. */
const symbolWidth = 26;

/** Between the columns of a legend. */
export const columnPadding = 6;

/** How many columns a legend has, four at most: as many as fit, its names side by side from the left. */
export function legendColumns(names: readonly string[], room: number): number {
  const fits = (columns: number) => {
    const widths = Array.from({ length: columns }, (_, column) =>
      Math.max(
        0,
        ...names.filter((_, index) => index % columns === column).map((name) => symbolWidth + textWidth(name)),
      ),
    );
    return widths.reduce((sum, width) => sum + width, columnPadding * (columns - 1)) <= room;
  };
  return [4, 3, 2].find(fits) ?? 1;
}
