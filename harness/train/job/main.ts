import { exitCode, explain } from '../../base/problem.ts';
import { runnerVariable } from '../../job/folder.ts';
import { machineFailure } from './machine-failure.ts';

/**
 * The process of one job: `main.ts FOLDER`. It prints a line of JSON for each finished epoch, and ends with an exit code
 * of harness/base/problem.ts. A signal makes it stop cleanly after the step under way; so does the end of the process that
 * started it, however sudden, so that no job is left running by itself.
 */
let signalled = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    signalled = true;
  });
}
// The runner's id as it said it: this process may be an orphan before it can look.
const runner = Number(process.env[runnerVariable] ?? process.ppid);

try {
  // Only now, because loading TensorFlow takes a second, in which a signal is to be heard already.
  const { showTensorFlowLines } = await import('../../model/engine/standard-error.ts');
  const { runJob } = await import('./run-job.ts');
  // Standard error is the job's log.
  showTensorFlowLines();
  const folder = process.argv[2];
  if (!folder) throw new Error('usage: main.ts FOLDER');
  const end = await runJob(folder, {
    stopRequested: () => signalled || process.ppid !== runner,
    onEpoch: (epoch) => console.log(JSON.stringify(epoch)),
  });
  process.exitCode = end === 'done' ? exitCode.done : exitCode.stopped;
} catch (error) {
  process.exitCode = explain(machineFailure(error));
}
