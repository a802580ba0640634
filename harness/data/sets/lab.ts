/** The linear light, 0 to 1, of each of the 256 values of sRGB (IEC 61966-2-1). */
const linear = Float64Array.from({ length: 256 }, (_, value) => {
  const x = value / 255;
  return x > 0.04045 ? ((x + 0.055) / 1.055) ** 2.4 : x / 12.92;
});

/** From linear red, green and blue to X, Y and Z, each over that of the white D65 as an observer of 2 degrees sees it. */
const fromRed = [0.412453 / 0.95047, 0.212671, 0.019334 / 1.08883] as const;
const fromGreen = [0.35758 / 0.95047, 0.71516, 0.119193 / 1.08883] as const;
const fromBlue = [0.180423 / 0.95047, 0.072169, 0.950227 / 1.08883] as const;

/** CIE's cube root, which goes on as a line below its bend. */
const root = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);

/**
 * Writes the CIE Lab of a colour (CIE 15, white D65, 2 degrees; scikit-image's constants) into `target` from `place` on:
 * L from 0 to 100, a and b about -110 to 100.
 * @param red of sRGB, 0 to 255, as green and blue are
 */
export function writeLab(red: number, green: number, blue: number, target: Float32Array, place: number): void {
  const [r, g, b] = [linear[red]!, linear[green]!, linear[blue]!];
  const x = root(fromRed[0] * r + fromGreen[0] * g + fromBlue[0] * b);
  const y = root(fromRed[1] * r + fromGreen[1] * g + fromBlue[1] * b);
  const z = root(fromRed[2] * r + fromGreen[2] * g + fromBlue[2] * b);
  target[place] = 116 * y - 16;
  target[place + 1] = 500 * (x - y);
  target[place + 2] = 200 * (y - z);
}
