import { closeSync, openSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Heartbeat } from '../../job/heartbeat.ts';
import { type Epoch, isMain } from '../../job/result.ts';
import { environment } from '../job/environment.ts';
import type { Stage } from '../learner/learner.ts';

const pauseMilliseconds = 1000;
/** More than a heartbeat takes; one block of any disk. */
const room = 512;

/** Where the training loop is, or a probe, whose one epoch is all of its images. */
interface Where {
  /** What the stage's epochs are called in the metrics. */
  stage: Stage['label'];
  /** Counted from 1, in the stage. */
  epoch: number;
  /** Steps of the epoch that are over, and all that it has. */
  step: number;
  steps: number;
  /** Mean over the epoch's images so far. */
  loss: number | undefined;
  /** Those that are over. */
  epochs: readonly Epoch[];
}

/** Shows from outside that the process is alive, and how far along it is: once a second at most. */
export class HeartbeatFile {
  #last = Number.NEGATIVE_INFINITY;
  #beats = 0;
  #images = 0;
  readonly #who = { pid: process.pid, host: hostname(), device: environment().device };

  constructor(private readonly path: string) {}

  /**
   * @param where the loop is; not called where the last heartbeat is fresh
   * @param images how many images were trained on since the last call
   * @param now a clock, in milliseconds
   */
  beat(where: () => Where, images = 0, now = performance.now()): void {
    this.#images += images;
    const spent = now - this.#last;
    if (spent < pauseMilliseconds) return;
    const { stage = 'main', epoch, step, steps, loss, epochs } = where();
    const testAccuracy = epochs.findLast(isMain)?.testAccuracy;
    this.#beats++;
    this.#write({
      beat: this.#beats,
      ...this.#who,
      stage,
      epoch,
      step,
      steps,
      loss,
      testAccuracy,
      // Before the first there was no time to measure.
      imagesASecond: this.#images > 0 && Number.isFinite(spent) ? (1000 * this.#images) / spent : undefined,
    });
    this.#images = 0;
    this.#last = now;
  }

  /** In place, at one length: a full disk has room for it, and nothing is left of it by a kill. */
  #write(heartbeat: Heartbeat): void {
    try {
      const file = openSync(this.path, this.#beats === 1 ? 'w' : 'r+');
      try {
        writeSync(file, JSON.stringify(heartbeat).padEnd(room), 0);
      } finally {
        closeSync(file);
      }
    } catch {
      // A folder that cannot be written is reported where something is lost by it: at the next checkpoint.
    }
  }
}
