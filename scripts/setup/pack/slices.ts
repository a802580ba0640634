import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Slice } from './contents.ts';

/**
 * Writes bytes into files of at most that size, one after the other: `NAME.000`, `NAME.001` and so on.
 * Errors are the system's.
 * @returns the files, in the order in which they make up the whole again
 */
export async function writeSlices(
  source: AsyncIterable<Buffer>,
  folder: string,
  name: string,
  most: number,
): Promise<Slice[]> {
  const slices: Slice[] = [];
  let slice: OpenSlice | undefined;
  try {
    for await (const chunk of source) {
      for (let start = 0; start < chunk.length; ) {
        slice ??= await OpenSlice.create(folder, `${name}.${String(slices.length).padStart(3, '0')}`);
        const part = chunk.subarray(start, start + most - slice.bytes);
        await slice.write(part);
        start += part.length;
        if (slice.bytes < most) continue;
        slices.push(await slice.end());
        slice = undefined;
      }
    }
    if (slice) slices.push(await slice.end());
    return slices;
  } finally {
    await slice?.close();
  }
}

/** A slice that is being written. */
class OpenSlice {
  bytes = 0;
  readonly #hash = createHash('sha256');

  private constructor(
    readonly name: string,
    readonly file: Awaited<ReturnType<typeof open>>,
  ) {}

  static async create(folder: string, name: string): Promise<OpenSlice> {
    return new OpenSlice(name, await open(join(folder, name), 'wx'));
  }

  async write(part: Buffer): Promise<void> {
    await this.file.writeFile(part);
    this.#hash.update(part);
    this.bytes += part.length;
  }

  async end(): Promise<Slice> {
    await this.file.sync();
    await this.close();
    return { name: this.name, bytes: this.bytes, sha256: this.#hash.digest('hex') };
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}
