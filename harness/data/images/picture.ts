/** A decoded image: red, green and blue of eight bits, pixel by pixel, row by row. */
export interface Picture {
  width: number;
  height: number;
  pixels: Uint8Array;
}
