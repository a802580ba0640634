import { setMaxListeners } from 'node:events';
import { outputClosed } from '../../base/terminal/output.ts';

/** A terminal signals every process of a command, and npm passes the signal on again: one Ctrl-C comes twice. */
const echoMilliseconds = 500;

/** The wish to stop: by the user, with Ctrl-C, a signal or `| head`, or because something went wrong. */
export class Stopping {
  readonly #asked = new AbortController();
  readonly #insisted = new AbortController();
  #askedAt = 0;

  constructor() {
    // As many listeners as jobs run at once.
    setMaxListeners(0, this.asked, this.insisted);
  }

  /** Aborted when no new job may start, and those that run are to write a checkpoint and end. */
  get asked(): AbortSignal {
    return this.#asked.signal;
  }

  /** Aborted when those that run are to end at once. */
  get insisted(): AbortSignal {
    return this.#insisted.signal;
  }

  /** Asks to stop; asked once more, insists. */
  ask(): void {
    if (!this.asked.aborted) {
      this.#askedAt = performance.now();
      this.#asked.abort();
    } else if (performance.now() - this.#askedAt > echoMilliseconds) {
      this.#insisted.abort();
    }
  }

  /** Takes signals, and that nobody reads the output any more, for the wish to stop until `ignoreSignals`. */
  heedSignals(): void {
    for (const signal of signals) process.on(signal, this.#onSignal);
    outputClosed.addEventListener('abort', this.#onSignal);
    if (outputClosed.aborted) this.ask();
  }

  ignoreSignals(): void {
    for (const signal of signals) process.off(signal, this.#onSignal);
    outputClosed.removeEventListener('abort', this.#onSignal);
  }

  readonly #onSignal = () => this.ask();
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
