import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { tf } from '../engine/tensorflow.ts';
import { type Epoch, isMain } from '../job/result.ts';
import { say } from '../say.ts';

/** A job's curves for TensorBoard: one event file in its folder, over epochs. */
export class EventFiles {
  readonly #writer: ReturnType<typeof tf.node.summaryFileWriter>;

  private constructor(folder: string) {
    this.#writer = tf.node.summaryFileWriter(folder);
  }

  /**
   * Begins a new file in the place of what an earlier process has written, whose last epochs may be repeated.
   * @param epochs that are over
   */
  static async begin(folder: string, epochs: readonly Epoch[]): Promise<EventFiles> {
    await removeEventFiles(folder);
    const files = new EventFiles(folder);
    for (const epoch of epochs) files.add(epoch);
    return files;
  }

  /** What cannot be written is told of: the curves are in the metrics too. */
  add(epoch: Epoch): void {
    try {
      for (const [name, value] of Object.entries(curvesOf(epoch))) {
        if (value !== undefined) this.#writer.scalar(name, value, epoch.epoch);
      }
      this.#writer.flush();
    } catch (error) {
      say(`The curves for TensorBoard were not written (${(error as Error).message.split('\n')[0]})`);
    }
  }
}

async function removeEventFiles(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.startsWith('events.out.tfevents.'));
  await Promise.all(names.map((name) => rm(join(folder, name), { force: true })));
}

function curvesOf(epoch: Epoch): Record<string, number | undefined> {
  if (!isMain(epoch)) return { 'first stage/loss': epoch.loss, 'first stage/rate': epoch.rate };
  return {
    'loss/total': epoch.loss,
    'loss/classification': epoch.classification,
    'loss/distillation': epoch.distillation,
    'loss/method': epoch.method,
    'accuracy/training': epoch.trainAccuracy,
    'accuracy/test': epoch.testAccuracy,
    rate: epoch.rate,
    seconds: epoch.seconds,
  };
}
