import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Problem } from '../../../base/problem.ts';
import { Hdf5File, hdf5StateOf } from '../../../data/fetch/hdf5.ts';
import { writeMatlab } from '../../../data/sets/fixtures/nyu-depth.ts';
import type { Reader } from '../sample.ts';

const items = 3;
const shape = [2, 8, 6];
const numbers = items * 96;

async function made(chunks?: number[]): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'redistill-hdf5-'));
  const path = join(folder, 'file.mat');
  const of = (data: Uint8Array | Uint16Array | Float32Array) => ({
    data,
    shape: [items, ...shape],
    ...(chunks && { chunks }),
  });
  await writeMatlab(path, {
    images: of(Uint8Array.from({ length: numbers }, (_, i) => i)),
    labels: of(Uint16Array.from({ length: numbers }, (_, i) => i)),
    depths: of(Float32Array.from({ length: numbers }, (_, i) => i / 3)),
  });
  const bytes = await readFile(path);
  await rm(folder, { recursive: true });
  return bytes;
}

/** Its library has aborted, and refuses everything from then on. */
let isSpent = false;

export const reader: Reader = {
  samples: [
    { bytes: await made([1, ...shape]), form: 'bytes' },
    { bytes: await made(), form: 'bytes' },
  ],
  async read(bytes, folder) {
    const path = join(folder, 'file.mat');
    await writeFile(path, bytes);
    try {
      await hdf5StateOf(path);
      await readAll(path);
    } catch (error) {
      isSpent = error instanceof Problem && error.cause instanceof WebAssembly.RuntimeError;
      throw error;
    }
  },
  isSpent: () => isSpent,
};

async function readAll(path: string): Promise<void> {
  const file = await Hdf5File.open(path);
  try {
    for (const [name, type] of [
      ['images', 'uint8'],
      ['labels', 'uint16'],
      ['depths', 'float32'],
    ] as const) {
      const { items, read } = file.variable(name, type, shape);
      for (let item = 0; item < Math.min(items, 10); item++) {
        const { length } = read(item);
        if (length !== 96) throw new Error(`an item of ${name} has ${length} numbers`);
      }
    }
  } finally {
    file.close();
  }
}
