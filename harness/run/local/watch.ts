import { type Heartbeat, readHeartbeat } from '../../job/heartbeat.ts';
import type { Limits } from './limits.ts';

export interface Watcher {
  onHeartbeat(heartbeat: Heartbeat): void;
  onStall(): void;
  onTimeLimit(): void;
}

const lookMilliseconds = 1000;

/** Looks every second how a job's process is, by its heartbeat. */
export class Watch {
  readonly #timer: NodeJS.Timeout;
  readonly #began = performance.now();
  #last = '';
  /**
   * Looks since the last heartbeat. These are counted, not the time between: it goes on where all processes were
   * stopped for a while, and the machine's clock may jump.
   */
  #looks = 0;
  #isOver = false;

  constructor(
    private readonly file: string,
    private readonly limits: Pick<Limits, 'seconds' | 'stallSeconds'>,
    private readonly watcher: Watcher,
  ) {
    this.#timer = setInterval(() => void this.#look(), lookMilliseconds);
  }

  end(): void {
    this.#isOver = true;
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    const heartbeat = await readHeartbeat(this.file);
    if (this.#isOver) return;
    const now = heartbeat ? `${heartbeat.pid} ${heartbeat.beat}` : '';
    if (heartbeat && now !== this.#last) {
      this.#last = now;
      this.#looks = 0;
      this.watcher.onHeartbeat(heartbeat);
    } else {
      this.#looks++;
    }
    const { seconds, stallSeconds } = this.limits;
    if ((1000 * stallSeconds) / lookMilliseconds < this.#looks) {
      this.end();
      this.watcher.onStall();
    } else if (seconds !== undefined && performance.now() - this.#began > 1000 * seconds) {
      this.end();
      this.watcher.onTimeLimit();
    }
  }
}
