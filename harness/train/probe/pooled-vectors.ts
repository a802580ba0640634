import { Normaliser, still } from '../../data/sets/augmentation.ts';
import type { ImageData, ImageSet } from '../../data/sets/image-set.ts';
import type { Step, StepExecutor } from '../../model/engine/executor.ts';
import type { Network } from '../../model/engine/network.ts';
import { createProgram, type ProgramOptions } from '../../model/engine/program.ts';
import type { Variable } from '../../model/engine/variable.ts';
import type { VectorRows } from './standardise.ts';

/** Images at once; what a frozen network outputs for an image does not depend on it. */
const atOnce = 64;

export interface FrozenNetwork {
  network: Network;
  /** With the values that it is to keep. */
  variables: readonly Variable[];
  precision?: ProgramOptions['precision'];
}

/** Gives the pooled vectors of a frozen network, of images as they are: without augmentation. */
export class PooledVectors {
  #normaliser: Normaliser;

  private constructor(
    private readonly program: StepExecutor,
    private readonly width: number,
    data: ImageData,
  ) {
    this.#normaliser = new Normaliser(data);
  }

  /** @param data gives the images' shape, and how they are normalised */
  static async create({ network, variables, precision }: FrozenNetwork, data: ImageData): Promise<PooledVectors> {
    const step: Step = {
      inputs: { images: { dtype: 'float32', shape: [atOnce, ...data.shape] } },
      run: ({ images }) => ({ pooled: network.forward(images!, 'frozen').pooled }),
    };
    const options = { constants: variables, ...(precision && { precision }) };
    const program = await createProgram([], { pooled: step }, 'replay', options);
    return new PooledVectors(program, network.pooled, data);
  }

  /** How many batches a set has. */
  static batches({ labels }: ImageSet): number {
    return Math.ceil(labels.length / atOnce);
  }

  /**
   * @param onBatch called after each batch with the number of its images: should it continue?
   * @returns undefined where it was told not to go on
   */
  async of(set: ImageSet, onBatch: (images: number) => Promise<boolean>): Promise<VectorRows | undefined> {
    const images = set.labels.length;
    const values = new Float32Array(images * this.width);
    for (let first = 0; first < images; first += atOnce) {
      // A graph has a fixed batch: the last one is filled up with its last image, which is not counted again.
      const indices = Int32Array.from({ length: atOnce }, (_, i) => Math.min(first + i, images - 1));
      const { pooled } = this.program.run('pooled', { images: this.#normaliser.batch(set, indices, () => still) });
      const count = Math.min(atOnce, images - first);
      values.set(pooled!.subarray(0, count * this.width), first * this.width);
      if (!(await onBatch(count))) return undefined;
    }
    return { values, width: this.width };
  }

  dispose(): void {
    this.program.dispose();
  }
}
