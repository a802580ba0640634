import { relative } from 'node:path';
import { ForksPoolWorker, type WorkerRequest } from 'vitest/node';

export const watchedForksName = 'watched forks';

/** A process of tests. When it dies, it names the file it was in and what ended it, which vitest does not. */
export class WatchedFork extends ForksPoolWorker {
  /** The pool's: only then does vitest give a process its next file. */
  override name = watchedForksName;
  #files: string[] = [];

  override async start(): Promise<void> {
    await super.start();
    this.on('exit', this.#onDeath);
  }

  override send(message: WorkerRequest): void {
    if (message.type === 'run') this.#files = message.context.files.map(({ filepath }) => filepath);
    super.send(message);
  }

  override async stop(): Promise<void> {
    this.off('exit', this.#onDeath);
    await super.stop();
  }

  #onDeath = (code: number | null, signal?: NodeJS.Signals | null) => {
    const files = this.#files.map((file) => relative(process.cwd(), file)).join(', ') || 'no file';
    console.error(`\nA process of tests died in ${files}: ${signal ? `signal ${signal}` : `exit code ${code}`}\n`);
  };
}
