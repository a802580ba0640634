import { encode } from 'fast-png';

type Colour = [number, number, number];
/** Okabe and Ito's blue and vermilion, which no common colour blindness confuses. */
const below: Colour = [0, 114, 178];
const above: Colour = [213, 94, 0];
/** On each side of 0. More would only make the file larger. */
const shades = 31;

/** The first is 0; then what is below, from faint to full; then what is above. */
const palette = [
  [0, 0, 0, 0],
  ...[below, above].flatMap((colour) => Array.from({ length: shades }, (_, shade) => [...colour, opacity(shade + 1)])),
];

/**
 * A picture of signed numbers, a pixel each, as a data address: blue below 0, vermilion above, nothing at 0, so that it is
 * right on white paper and on a dark screen.
 * @param values [rows, columns]
 * @param limit from which on, on both sides, the colour is full
 */
export function signedImage(values: ArrayLike<number>, columns: number, limit: number): string {
  const data = Uint8Array.from(values, (value) => {
    const shade = Math.min(shades, Math.round((Math.abs(value) / limit) * shades)) || 0;
    return value < 0 && shade > 0 ? shade : shade && shades + shade;
  });
  const image = { width: columns, height: data.length / columns, data, channels: 1, depth: 8, palette } as const;
  return `data:image/png;base64,${Buffer.from(encode(image, { zlib: { level: 9 } })).toString('base64')}`;
}

/** The encoder drops the entries of the palette that are fully opaque from its list of opacities: there is none. */
function opacity(shade: number): number {
  return Math.round((254 * shade) / shades);
}
