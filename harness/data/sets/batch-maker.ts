import { RandomStream } from '../../model/engine/random.ts';
import type { Batch, BatchRequest, BatchSource } from './batch.ts';
import { epochOrder, stepsAnEpoch } from './batches.ts';
import { type Draw, type DrawStill, drawerOf, stillDrawerOf } from './draw.ts';
import { NegativeSampler } from './negatives.ts';

/** Makes batches: each depends on the seed and on what is requested alone, whatever was made before. */
export class BatchMaker {
  #draw: Draw;
  #drawStill: DrawStill;
  #negatives: NegativeSampler | undefined;
  /** The order of the epoch that was asked for last. */
  #epoch: { purpose: string; epoch: number; order: Int32Array } | undefined;

  constructor(readonly source: BatchSource) {
    const { data, negatives, excludes } = source;
    this.#draw = drawerOf(source);
    this.#drawStill = stillDrawerOf(source);
    const { labels } = data.training;
    this.#negatives = negatives ? new NegativeSampler(labels, data.classes, negatives, excludes) : undefined;
  }

  async make({ purpose, epoch, step, still }: BatchRequest): Promise<Batch> {
    const { data, seed, batch, draws = 0 } = this.source;
    const { training } = data;
    const order = this.#orderOf(purpose, epoch);
    const first = (step % stepsAnEpoch(order.length, batch)) * batch;
    const indices = Int32Array.from(order.subarray(first, first + batch));
    const streamOf = (what: string) => new RandomStream(seed, purpose + what, step);
    return {
      indices,
      labels: indices.map((index) => training.labels[index]!),
      ...(await (still ? this.#drawStill(indices) : this.#draw(indices, streamOf))),
      ...(this.#negatives && { contrast: this.#negatives.draw(seed, step, indices) }),
      ...(draws > 0 && { uniforms: uniforms(indices.length * draws, streamOf('uniforms')) }),
    };
  }

  #orderOf(purpose: string, epoch: number): Int32Array {
    if (this.#epoch?.purpose !== purpose || this.#epoch.epoch !== epoch) {
      const { seed, data } = this.source;
      const order = epochOrder(seed, epoch, data.training.labels.length, `${purpose}order of an epoch`);
      this.#epoch = { purpose, epoch, order };
    }
    return this.#epoch.order;
  }
}

const uniforms = (count: number, random: RandomStream) => Float32Array.from({ length: count }, () => random.uniform());
