import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Batch, BatchRequest, BatchSource } from '../data/batch-maker.ts';
import { shared } from '../data/shared.ts';

const starter = new URL('./thread.mjs', import.meta.url);
const program = new URL('./make-batches.ts', import.meta.url).href;

/** Makes batches on a thread of its own, so that the next one is made while TensorFlow takes the last one's step. */
export class BatchThread {
  #worker: Worker;
  /** The batch that is being made, or was made ahead. */
  #ahead: { request: BatchRequest; batch: Promise<Batch> } | undefined;

  constructor(source: BatchSource) {
    const { classes, shape, mean, deviation, mirrors, view, training } = source.data;
    const images = shared(training.images);
    const data = { classes, shape, mean, deviation, mirrors, view, training: { ...training, images } };
    this.#worker = new Worker(starter, { workerData: { ...source, data, program } });
  }

  /**
   * @param request the batch that is wanted now
   * @param next the one that will be wanted after it, to be made meanwhile
   */
  async take(request: BatchRequest, next: BatchRequest | undefined): Promise<Batch> {
    const ahead = this.#ahead;
    // The thread makes one at a time: what it has begun comes first, wanted or not.
    const made = await ahead?.batch;
    const batch = made && isSame(ahead!.request, request) ? made : await this.#make(request);
    this.#ahead = next && { request: next, batch: this.#make(next) };
    // It is awaited when it is wanted, which may be never.
    this.#ahead?.batch.catch(() => {});
    return batch;
  }

  async #make(request: BatchRequest): Promise<Batch> {
    this.#worker.postMessage(request);
    const [batch] = (await once(this.#worker, 'message')) as [Batch];
    return batch;
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }
}

const isSame = (a: BatchRequest, b: BatchRequest) =>
  a.purpose === b.purpose && a.epoch === b.epoch && a.step === b.step;
