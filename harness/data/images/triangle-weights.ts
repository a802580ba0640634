/** Weights are integers: this many stand for 1. */
const one = 2 ** 22;

/** From which pixels each pixel of a resized line is made. */
export interface TriangleWeights {
  /** The first pixel of each sum, and how many it has. */
  first: Int32Array;
  count: Int32Array;
  /** The weights of each sum, `stride` places for each. */
  values: Int32Array;
  stride: number;
}

/**
 * The weights that bring a line of pixels to another length as Pillow's bilinear filter does: a triangle that becomes
 * wider where the line becomes shorter (Pillow, src/libImaging/Resample.c).
 * @param start the first pixel that is wanted of the resized line, and how many are
 */
export function triangleWeights(pixels: number, resized: number, start: number, wanted: number): TriangleWeights {
  const scale = pixels / resized;
  const radius = Math.max(scale, 1);
  const narrowing = 1 / radius;
  const stride = 2 * Math.ceil(radius) + 1;
  const first = new Int32Array(wanted);
  const count = new Int32Array(wanted);
  const values = new Int32Array(wanted * stride);
  const heights = new Float64Array(stride);
  for (let pixel = 0; pixel < wanted; pixel++) {
    const centre = (start + pixel + 0.5) * scale;
    const from = Math.max(0, Math.trunc(centre - radius + 0.5));
    const to = Math.min(pixels, Math.trunc(centre + radius + 0.5));
    let sum = 0;
    for (let i = 0; i < to - from; i++) {
      heights[i] = Math.max(0, 1 - Math.abs((from + i - centre + 0.5) * narrowing));
      sum += heights[i]!;
    }
    for (let i = 0; i < to - from; i++) values[pixel * stride + i] = Math.trunc(0.5 + (heights[i]! / sum) * one);
    first[pixel] = from;
    count[pixel] = to - from;
  }
  return { first, count, values, stride };
}
