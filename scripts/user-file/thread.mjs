/** The thread in which a module of a user's is loaded: it answers with the data, or with what is wrong. */
import { setImmediate } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { defaultExport, whyOf } from './default-export.mjs';

// Nothing is left to be done, and still there is no answer.
process.on('beforeExit', () => parentPort.postMessage({ why: 'it awaits something that never comes' }));

try {
  const data = defaultExport(await import(workerData.url));
  // A promise that fails and that nobody awaits ends the thread first.
  await setImmediate();
  parentPort.postMessage({ data });
} catch (error) {
  parentPort.postMessage({ why: whyOf(error) });
}
