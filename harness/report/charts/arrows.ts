import type { Clipped } from './clip.ts';

/** What a row of a chart's data has of its interval. */
type Row = Partial<Clipped>;

/**
 * Layers of arrowheads where intervals go on beyond the end of the axis.
 * @param encode the encoding of a head by the name of the field that has its place along the axis
 * @param upright is that axis the vertical one?
 */
export function arrows(rows: readonly Row[], encode: (field: string) => object, upright = false): object[] {
  const ends = rows.flatMap(({ arrows = [], ...row }) => arrows.map((arrow) => ({ ...row, ...arrow })));
  const shapes = upright
    ? { low: 'triangle-down', high: 'triangle-up' }
    : { low: 'triangle-left', high: 'triangle-right' };
  return (['low', 'high'] as const).flatMap((side) => {
    const values = ends.filter((end) => end.side === side);
    if (values.length === 0) return [];
    const encoding = encode('at');
    const mark = {
      type: 'point',
      filled: true,
      size: 40,
      opacity: 1,
      shape: shapes[side],
      aria: 'description' in encoding,
    };
    return [{ data: { values }, mark, encoding }];
  });
}
