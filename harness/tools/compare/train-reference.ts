import { join } from 'node:path';
import { exitCode, Problem } from '../../base/problem.ts';
import { say } from '../../base/terminal/say.ts';
import type { Slot } from '../../run/local/slots.ts';
import type { Stopping } from '../../run/local/stopping.ts';
import type { Checkout } from './checkout.ts';
import type { PythonData } from './python-data.ts';
import { type Ended, trainByReference } from './reference-process.ts';
import type { PlannedTrial } from './reference-trials.ts';

export interface TrainReferenceOptions {
  checkout: Checkout;
  slots: readonly Slot[];
  data: PythonData;
  /** The file of each teacher's weights, by their sha256. */
  weights: ReadonlyMap<string, string>;
  /** A folder for temporary files. */
  scratch: string;
  stopping: Stopping;
}

/**
 * Has RepDistiller do these trainings, as many at once as there are slots. One that fails leaves the others to be done.
 * @throws Problem where any failed
 */
export async function trainReference(
  planned: readonly PlannedTrial[],
  { checkout, slots, data, weights, scratch, stopping }: TrainReferenceOptions,
): Promise<void> {
  const waiting = [...planned.entries()];
  const failed: string[] = [];
  async function work(slot: Slot): Promise<void> {
    for (let next = waiting.shift(); next && !stopping.asked.aborted; next = waiting.shift()) {
      const [index, trial] = next;
      const { label } = trial.student;
      const place = join(scratch, String(index));
      const ofTeacher = trial.teacher === undefined ? undefined : weights.get(trial.teacher);
      const ended = await trainByReference(trial, {
        ...{ checkout, data, slot, stopping },
        ...{ weights: ofTeacher, scratch: place },
      });
      if (ended.kind === 'failed') failed.push(`${label}: ${ended.failure.reason}; its log is ${trial.log}`);
      if (ended.kind !== 'stopped') say(`RepDistiller's ${label}, ${index + 1} of ${planned.length}: ${endOf(ended)}`);
    }
  }
  await Promise.all(slots.map(work));
  if (failed.length === 0) return;
  const [first, ...others] = failed;
  throw new Problem(
    `RepDistiller failed at ${first}`,
    'Look into the log; the same command continues with what is not done',
    exitCode.jobsFailed,
    { details: others },
  );
}

function endOf(ended: Exclude<Ended, { kind: 'stopped' }>): string {
  if (ended.kind === 'failed') return 'failed';
  return `${ended.trial.epochs.at(-1)!.test_acc.toFixed(2)} % in ${ended.trial.seconds.toFixed(0)} s`;
}
