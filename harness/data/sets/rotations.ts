/**
 * Each image four times, turned counter-clockwise by 0, 90, 180 and 270 degrees one after the other.
 * @param images [batch, side, side, channels]
 * @returns [4 * batch, side, side, channels]
 */
export function rotations(images: Float32Array, side: number, channels: number): Float32Array {
  const size = side * side * channels;
  const turned = new Float32Array(4 * images.length);
  const last = side - 1;
  for (let image = 0; image < images.length / size; image++) {
    const [from, to] = [image * size, 4 * image * size];
    turned.set(images.subarray(from, from + size), to);
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        // Where the pixel of each turned image comes from.
        const origins = [x * side + last - y, (last - y) * side + last - x, (last - x) * side + y];
        for (const [turn, origin] of origins.entries()) {
          const place = to + (turn + 1) * size + (y * side + x) * channels;
          for (let channel = 0; channel < channels; channel++)
            turned[place + channel] = images[from + origin * channels + channel]!;
        }
      }
    }
  }
  return turned;
}
