/** How far apart an image's values are, to the next row, column and channel. */
export interface Strides {
  row: number;
  column: number;
  channel: number;
}

/** How an image becomes a smaller one. */
export interface Downsampling {
  layout: Strides;
  /** The side of what comes out, in pixels. */
  size: number;
  /** The side of the square of pixels that becomes one; 1 leaves them as they are. */
  factor: number;
}

/**
 * Writes an image of three channels and eight bits into `target`, [size, size, 3] from `place` on: each value is the mean
 * over a square of pixels, rounded (ours: the paper says no more than that images were downsampled).
 * @param start where the image begins in `source`
 */
export function downsample(
  source: Uint8Array,
  start: number,
  { layout, size, factor }: Downsampling,
  target: Uint8Array,
  place: number,
): void {
  const { row, column, channel } = layout;
  const area = factor ** 2;
  let at = place;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const corner = start + y * factor * row + x * factor * column;
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (let down = 0; down < factor; down++) {
          const first = corner + c * channel + down * row;
          for (let right = 0; right < factor; right++) sum += source[first + right * column]!;
        }
        target[at++] = Math.round(sum / area);
      }
    }
  }
}
