import type { Cut } from './cut.ts';
import type { Picture } from './picture.ts';
import { triangleWeights, type Weights, weightBits } from './triangle-weights.ts';

/**
 * Makes a network's normalised squares from parts of images: along the rows, then along the columns, each time rounded to
 * eight bits, in integers, so that the pixels are those of Pillow up to version 12 to the bit. (Later ones go along the
 * columns first where that is less work; some pixels differ by one level then.)
 */
export class Resampler {
  /** The rows of the part, as wide as the square. */
  #rows = new Uint8Array();
  /** One row of the square. */
  #sums: Int32Array;

  /**
   * @param size of the square, in pixels
   * @param tables for red, green and blue and each of the 256 values, the normalised one
   */
  constructor(
    readonly size: number,
    readonly tables: readonly Float32Array[],
  ) {
    this.#sums = new Int32Array(3 * size);
  }

  /** Writes a square, [size, size, 3], into a batch from that place on. */
  draw({ pixels, width }: Picture, cut: Cut, batch: Float32Array, start: number): void {
    const { size, tables } = this;
    const across = triangleWeights(cut.width, cut.scaledWidth, cut.squareLeft, size);
    const down = triangleWeights(cut.height, cut.scaledHeight, cut.squareTop, size);
    // Rows that no pixel of the square is made from are left out.
    const above = down.first[0]!;
    const rows = down.first[size - 1]! + down.count[size - 1]! - above;
    if (this.#rows.length < rows * size * 3) this.#rows = new Uint8Array(rows * size * 3);
    const first = ((cut.top + above) * width + cut.left) * 3;
    for (let y = 0; y < rows; y++) {
      resizeRow(pixels, first + y * width * 3, across, this.#rows, y * size * 3);
    }
    for (let y = 0; y < size; y++) {
      sumRows(this.#rows, (down.first[y]! - above) * size * 3, down, y, this.#sums);
      normalise(this.#sums, tables, cut.mirror, batch, start + y * size * 3);
    }
  }
}

// Functions, not methods, and whole numbers as they stand: the compiler makes these loops half as fast otherwise.

/** Brings one row of pixels to the width of the square. */
function resizeRow(
  pixels: Uint8Array,
  row: number,
  { first, count, values, stride }: Weights,
  resized: Uint8Array,
  start: number,
): void {
  const half = 1 << (weightBits - 1);
  let place = start;
  for (let x = 0; x < first.length; x++) {
    let pixel = row + first[x]! * 3;
    let red = half;
    let green = half;
    let blue = half;
    const end = x * stride + count[x]!;
    for (let i = x * stride; i < end; i++) {
      const weight = values[i]!;
      red = (red + Math.imul(pixels[pixel]!, weight)) | 0;
      green = (green + Math.imul(pixels[pixel + 1]!, weight)) | 0;
      blue = (blue + Math.imul(pixels[pixel + 2]!, weight)) | 0;
      pixel += 3;
    }
    resized[place] = red >> weightBits;
    resized[place + 1] = green >> weightBits;
    resized[place + 2] = blue >> weightBits;
    place += 3;
  }
}

/** Sums the rows, from that place on, that row `y` of the square is made from. */
function sumRows(
  rows: Uint8Array,
  start: number,
  { count, values, stride }: Weights,
  y: number,
  sums: Int32Array,
): void {
  const width = sums.length;
  let row = start;
  sums.fill(1 << (weightBits - 1));
  const end = y * stride + count[y]!;
  for (let i = y * stride; i < end; i += 2) {
    const weight = values[i]!;
    // Two rows at once; behind a sum's last weight stands a 0.
    const next = values[i + 1]!;
    const other = next === 0 ? row : row + width;
    for (let x = 0; x < width; x++) {
      sums[x] = (sums[x]! + Math.imul(rows[row + x]!, weight) + Math.imul(rows[other + x]!, next)) | 0;
    }
    row += 2 * width;
  }
}

function normalise(
  sums: Int32Array,
  [red, green, blue]: readonly Float32Array[],
  mirror: boolean,
  batch: Float32Array,
  start: number,
): void {
  const step = mirror ? -3 : 3;
  let place = mirror ? start + sums.length - 3 : start;
  for (let x = 0; x < sums.length; x += 3) {
    batch[place] = red![sums[x]! >> weightBits]!;
    batch[place + 1] = green![sums[x + 1]! >> weightBits]!;
    batch[place + 2] = blue![sums[x + 2]! >> weightBits]!;
    place += step;
  }
}
