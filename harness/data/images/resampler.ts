import { readFile } from 'node:fs/promises';
import createWabt from 'wabt';
import type { Cut } from './cut.ts';
import type { Picture } from './picture.ts';
import { type TriangleWeights, triangleWeights } from './triangle-weights.ts';

/** What `resample.wat` exports: see there. */
interface Passes {
  alongRows(
    ...args: [pixels: number, pitch: number, rows: number, ...weights: Placed, size: number, to: number, pitch: number]
  ): void;
  alongColumns(...args: [rows: number, pitch: number, ...weights: Placed, size: number, to: number]): void;
}
/** Where a line's weights are in memory, and how many bytes those of a pixel take. */
type Placed = [first: number, count: number, values: number, stride: number];

const pageBytes = 65_536;
const multipleOf = (unit: number, bytes: number) => Math.ceil(bytes / unit) * unit;

/**
 * Makes a network's normalised squares from parts of images: along the rows, then along the columns, each time rounded to
 * eight bits, in integers, so that the pixels are those of Pillow up to version 12 to the bit. (Later ones go along the
 * columns first where that is less work; some pixels differ by one level then.) In WebAssembly, whose instructions for
 * several values at once JavaScript has not: a third of the time.
 */
export class Resampler {
  /** Of the next thing that is put into memory. */
  #place = 0;

  private constructor(
    readonly size: number,
    private readonly tables: readonly Float32Array[],
    private readonly memory: WebAssembly.Memory,
    private readonly passes: Passes,
  ) {}

  /**
   * @param size of the square, in pixels
   * @param tables for red, green and blue and each of the 256 values, the normalised one
   */
  static async create(size: number, tables: readonly Float32Array[]): Promise<Resampler> {
    const source = await readFile(new URL('resample.wat', import.meta.url), 'utf8');
    const { buffer } = (await createWabt()).parseWat('resample.wat', source).toBinary({});
    const memory = new WebAssembly.Memory({ initial: 1 });
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(buffer as Uint8Array<ArrayBuffer>), {
      resampler: { memory },
    });
    return new Resampler(size, tables, memory, exports as unknown as Passes);
  }

  /** Writes a square, [size, size, 3], into a batch from that place on. */
  draw({ pixels, width }: Picture, cut: Cut, batch: Float32Array, start: number): void {
    const { size } = this;
    const across = triangleWeights(cut.width, cut.scaledWidth, cut.squareLeft, size);
    const down = triangleWeights(cut.height, cut.scaledHeight, cut.squareTop, size);
    // Rows that no pixel of the square is made from are left out.
    const above = down.first[0]!;
    const rows = down.first[size - 1]! + down.count[size - 1]! - above;
    const top = (cut.top + above) * width;

    this.#place = 0;
    const [ofAcross, ofDown] = [this.#putWeights(across), this.#putWeights(down, above)];
    const part = this.#put(pixels.subarray(3 * (top + cut.left), 3 * (top + rows * width)));
    const pitch = multipleOf(8, 3 * size);
    const resized = this.#reserve(rows * pitch);
    const square = this.#reserve(size * pitch);
    this.passes.alongRows(part, 3 * width, rows, ...ofAcross, size, resized, pitch);
    this.passes.alongColumns(resized, pitch, ...ofDown, size, square);
    this.#normalise(new Uint8Array(this.memory.buffer, square), pitch, cut.mirror, batch, start);
  }

  #putWeights({ first, count, values, stride }: TriangleWeights, above = 0): Placed {
    return [this.#put(first.map((pixel) => pixel - above)), this.#put(count), this.#put(values), 4 * stride];
  }

  #put({ buffer, byteOffset, byteLength }: Uint8Array | Int32Array): number {
    const start = this.#reserve(byteLength);
    new Uint8Array(this.memory.buffer, start).set(new Uint8Array(buffer, byteOffset, byteLength));
    return start;
  }

  /** A place for that many bytes, and for what is read or written beyond their end. */
  #reserve(bytes: number): number {
    const start = this.#place;
    this.#place = multipleOf(16, start + bytes + 16);
    const missing = this.#place - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / pageBytes));
    return start;
  }

  #normalise(square: Uint8Array, pitch: number, mirror: boolean, batch: Float32Array, start: number): void {
    const { size } = this;
    const [red, green, blue] = this.tables as [Float32Array, Float32Array, Float32Array];
    const step = mirror ? -3 : 3;
    for (let y = 0; y < size; y++) {
      let from = y * pitch;
      let to = start + 3 * size * y + (mirror ? 3 * (size - 1) : 0);
      for (let x = 0; x < size; x++) {
        batch[to] = red[square[from]!]!;
        batch[to + 1] = green[square[from + 1]!]!;
        batch[to + 2] = blue[square[from + 2]!]!;
        from += 3;
        to += step;
      }
    }
  }
}
