import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { say } from '../../base/terminal/say.ts';
import { type Epoch, isMain } from '../../job/result.ts';
import { tf } from '../../model/engine/tensorflow.ts';

type Writer = ReturnType<typeof tf.node.summaryFileWriter>;

/**
 * A job's curves for TensorBoard: one event file in its folder, over epochs. What cannot be written is reported once, and
 * ends the writing, not the job: the curves are in the metrics too, from which the next start makes a whole file again.
 */
export class EventFiles {
  /** None after a failure: what TensorFlow has not got rid of it would write twice, or behind half a record. */
  #writer: Writer | undefined;

  /**
   * Begins a new file instead of what an earlier process has written, whose last epochs may be repeated.
   * @param epochs that are over
   */
  static async begin(folder: string, epochs: readonly Epoch[]): Promise<EventFiles> {
    const files = new EventFiles();
    try {
      await removeEventFiles(folder);
      files.#writer = tf.node.summaryFileWriter(folder);
    } catch (error) {
      files.#giveUp(error);
    }
    for (const epoch of epochs) files.add(epoch);
    return files;
  }

  add(epoch: Epoch): void {
    try {
      for (const [name, value] of Object.entries(curvesOf(epoch))) {
        if (value !== undefined) this.#writer?.scalar(name, value, epoch.epoch);
      }
      this.#writer?.flush();
    } catch (error) {
      this.#giveUp(error);
    }
  }

  #giveUp(error: unknown): void {
    this.#writer = undefined;
    const text = error instanceof Error ? error.message : String(error);
    // TensorFlow's own words stand below its error code.
    const why = /^Message: (.+)/m.exec(text)?.[1] ?? text.split('\n')[0];
    say(`The curves for TensorBoard cannot be written from here on (${why}); the metrics have them`);
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
    'accuracy/test, top-5': epoch.testTop5Accuracy,
    'accuracy/test, peer': epoch.peer?.testAccuracy,
    'weight norm': epoch.weightNorm,
    rate: epoch.rate,
    seconds: epoch.seconds,
  };
}
