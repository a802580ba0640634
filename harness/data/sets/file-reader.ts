import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine } from '../../base/command-line.ts';
import { exitCode, Problem } from '../../base/problem.ts';
import type { RandomStream } from '../../model/engine/random.ts';
import { type Cut, middleCut, randomCut } from '../images/cut.ts';
import { decode } from '../images/decode.ts';
import { pathAt } from '../images/path-list.ts';
import type { Picture } from '../images/picture.ts';
import { Resampler } from '../images/resampler.ts';
import type { FileImageData, ImageFiles } from './image-set.ts';

/** Makes batches of normalised images, [batch, size, size, 3], from files. For a thread: it waits for the disk. */
export class FileReader {
  #size: number;
  #resampler: Promise<Resampler>;

  constructor({ shape: [size], mean, deviation }: Pick<FileImageData, 'shape' | 'mean' | 'deviation'>) {
    const tables = mean.map((mean, channel) =>
      Float32Array.from({ length: 256 }, (_, value) => (value / 255 - mean) / deviation[channel]!),
    );
    this.#size = size;
    this.#resampler = Resampler.create(size, tables);
  }

  /** @throws Problem where a file is not there, or no image */
  training(set: ImageFiles, indices: Int32Array, random: RandomStream): Promise<Float32Array> {
    return this.#batch(set, indices, (picture) => randomCut(random, picture, this.#size));
  }

  /** @throws Problem where a file is not there, or no image */
  test(set: ImageFiles, indices: Int32Array): Promise<Float32Array> {
    return this.#batch(set, indices, (picture) => middleCut(picture, this.#size));
  }

  async #batch(
    { folder, paths }: ImageFiles,
    indices: Int32Array,
    cutOf: (picture: Picture) => Cut,
  ): Promise<Float32Array> {
    const values = 3 * this.#size ** 2;
    const resampler = await this.#resampler;
    const batch = new Float32Array(indices.length * values);
    for (const [image, index] of indices.entries()) {
      const path = join(folder, pathAt(paths, index));
      const picture = await decode(read(path), path);
      resampler.draw(picture, cutOf(picture), batch, image * values);
    }
    return batch;
  }
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    const message = `${path} cannot be read (${(cause as Error).message})`;
    throw new Problem(
      message,
      `Run \`${commandLine('data imagenet')}\`, which looks at all of the folder`,
      exitCode.data,
      {
        cause,
      },
    );
  }
}
