import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import turbo from '@julusian/jpeg-turbo';
import { RandomStream } from '../../../model/engine/random.ts';

/** ImageNet's usual size in pixels. */
const [width, height] = [500, 375];
/** ImageNet's files have about 110 kB; with this quality, and the grain below, these have too. */
const quality = 95;
/** Coarse colours, then finer and finer ones, by the pixels between them and their strength. */
const octaves = [
  [125, 150],
  [32, 70],
  [8, 40],
  [2, 36],
] as const;
const grain = 24;
const perClass = 64;

/** Random numbers from -0.5 to 0.5, drawn once: an image's begin somewhere among them. */
const random = new RandomStream(0, 'JPEGs to decode');
const noise = Float32Array.from({ length: 2 ** 20 }, () => random.uniform() - 0.5);
const noiseFrom = (start: number) => (place: number) => noise[(start + place) % noise.length]!;

/**
 * Writes JPEGs that are as large, and as hard to decode, as ImageNet's, into `train/WNID` of a folder.
 * @returns their paths in it
 */
export async function makeJpegs(folder: string, count: number): Promise<string[]> {
  const paths: string[] = [];
  for (let image = 0; image < count; image++) {
    const name = `n${String(1 + Math.floor(image / perClass)).padStart(8, '0')}`;
    const path = `train/${name}/${name}_${image}.JPEG`;
    await mkdir(join(folder, 'train', name), { recursive: true });
    const options = { format: turbo.FORMAT_RGB, width, height, subsampling: turbo.SAMP_420, quality };
    await writeFile(join(folder, path), turbo.compressSync(pixelsOf(image), options));
    paths.push(path);
  }
  return paths;
}

function pixelsOf(image: number): Buffer {
  const values = new Float32Array(3 * width * height).fill(128);
  for (const [distance, strength] of octaves) addOctave(values, 7919 * image + distance, distance, strength);
  const noise = noiseFrom(104_729 * image);
  return Buffer.from(values.map((value, place) => Math.min(255, Math.max(0, value + grain * noise(place)))));
}

/** Adds random colours on a grid, with those between them in between. */
function addOctave(values: Float32Array, start: number, distance: number, strength: number): void {
  const noise = noiseFrom(start);
  const columns = Math.ceil(width / distance) + 1;
  const rows = Math.ceil(height / distance) + 1;
  const grid = Float32Array.from({ length: 3 * columns * rows }, (_, place) => strength * noise(place));
  let place = 0;
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / distance);
    const down = y / distance - row;
    for (let x = 0; x < width; x++) {
      const column = Math.floor(x / distance);
      const across = x / distance - column;
      for (let channel = 0; channel < 3; channel++) {
        const corner = 3 * (row * columns + column) + channel;
        const above = grid[corner]! * (1 - across) + grid[corner + 3]! * across;
        const below = grid[corner + 3 * columns]! * (1 - across) + grid[corner + 3 * columns + 3]! * across;
        values[place++]! += above * (1 - down) + below * down;
      }
    }
  }
}
