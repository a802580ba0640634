/** Boxes of pixels, side by side, of which each becomes a pixel of a smaller square image. */
export interface Boxes {
  /** How many boxes there are, down and to the right. */
  size: number;
  /** Of a box, in pixels. */
  height: number;
  width: number;
  /** How far apart the image's values are, to the next row and column. */
  row: number;
  column: number;
}

/** Goes through the boxes row by row. `corner` is where a box begins in the image, `place` its number from 0. */
export function forEachBox(
  { size, height, width, row, column }: Boxes,
  use: (corner: number, place: number) => void,
): void {
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) use(y * height * row + x * width * column, y * size + x);
  }
}

/** The mean of the values in a box. */
export function meanOfBox(values: ArrayLike<number>, corner: number, boxes: Boxes): number {
  const { height, width, row, column } = boxes;
  let sum = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) sum += values[corner + y * row + x * column]!;
  }
  return sum / (height * width);
}

/**
 * The class that most pixels of a box have whose class is known, the lowest of several; 0 where none is.
 * @param map classes counted from 1, or 0 where nobody knows it
 * @param classes how many there are
 */
export function classOfBox(map: ArrayLike<number>, corner: number, boxes: Boxes, classes: number): number {
  const { height, width, row, column } = boxes;
  const pixels = new Array<number>(classes + 1).fill(0);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) pixels[map[corner + y * row + x * column]!]!++;
  }
  pixels[0] = 0;
  let most = 0;
  for (let one = 1; one <= classes; one++) if (pixels[one]! > pixels[most]!) most = one;
  return most;
}
