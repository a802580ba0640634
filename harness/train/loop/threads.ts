import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Problem } from '../../base/problem.ts';
import type { ThreadAnswer } from './answer-requests.ts';

const starter = new URL('../../../scripts/program.mjs', import.meta.url);

/** Threads that make what is asked of them, each one thing at a time, and some of it before it is wanted. */
export class Threads<Request, Made> {
  #workers: { worker: Worker; free: Promise<unknown> }[];
  #next = 0;
  #isStopped = false;
  /** What is being made, or was made ahead, by its request. */
  #ahead = new Map<string, Promise<Made>>();

  /**
   * @param program of a thread, by its path in the repository: it calls `answerRequests`
   * @param workerData for each; typed arrays on shared memory are not copied
   */
  constructor(program: string, workerData: object, count: number) {
    this.#workers = Array.from({ length: count }, () => ({
      worker: new Worker(starter, { workerData: { ...workerData, program } }),
      free: Promise.resolve(),
    }));
  }

  /** How many things are made at once, and so how many it makes sense to ask for ahead. */
  get count(): number {
    return this.#workers.length;
  }

  /**
   * @param request what is wanted now
   * @param upcoming what will be wanted after it, to be made meanwhile; what was made ahead and is not among it is dropped
   * @throws Problem where making it fails with one
   */
  async take(request: Request, upcoming: readonly Request[]): Promise<Made> {
    const made = this.#promised(request);
    const wanted = new Map(upcoming.map((one) => [JSON.stringify(one), this.#promised(one)]));
    this.#ahead = wanted;
    return made;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    const ends = this.#workers.map(async ({ worker, free }) => {
      // A thread that is ended inside a library in C++, as decoders are, may take the whole process with it.
      await free;
      await worker.terminate();
    });
    await Promise.all(ends);
  }

  #promised(request: Request): Promise<Made> {
    return this.#ahead.get(JSON.stringify(request)) ?? this.#make(request);
  }

  #make(request: Request): Promise<Made> {
    const one = this.#workers[this.#next++ % this.count]!;
    const made = one.free.then(async () => {
      if (this.#isStopped) throw new Error('a thread was asked for something after its end');
      one.worker.postMessage(request);
      const [answer] = (await once(one.worker, 'message')) as [ThreadAnswer<Made>];
      if ('made' in answer) return answer.made;
      const { message, cure, code } = answer.problem;
      throw new Problem(message, cure, code);
    });
    // It is awaited when it is wanted, which may be never.
    one.free = made.catch(() => {});
    return made;
  }
}
