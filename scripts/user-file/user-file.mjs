/** Loads modules of users'. Plain JavaScript, as start.mjs is. */
import { Worker } from 'node:worker_threads';
import { compileFile } from '../compiled.mjs';
import { whyOf } from './default-export.mjs';

/**
 * What a TypeScript or JavaScript file of a user's exports by default, as plain data; the file is read as it is now, with all
 * that it imports. It is loaded in a thread of its own: whatever it does there, such as to end the process, to begin what never
 * ends or to change what all share, it does to that thread. What it prints goes to standard error.
 * @throws an Error that says what is wrong
 */
export async function readUserFile(path) {
  const url = await compileFile(path);
  const thread = new Worker(new URL('./thread.mjs', import.meta.url), { workerData: { url }, stdout: true });
  thread.stdout.pipe(process.stderr);
  try {
    const { data, why } = await new Promise((answer) => {
      thread.once('message', answer);
      thread.once('error', (error) => answer({ why: whyOf(error) }));
      thread.once('exit', () => answer({ why: 'it calls process.exit while it is read, but a suite is plain data' }));
    });
    if (why !== undefined) throw new Error(why);
    return data;
  } finally {
    await thread.terminate();
  }
}
