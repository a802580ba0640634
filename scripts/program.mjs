/**
 * Starts one of our programs, in a process (`node scripts/program.mjs FILE.ts ARGS...`) or in a thread (`workerData.program`).
 * Plain JavaScript, as start.mjs is.
 */
import { join } from 'node:path';
import { isMainThread, workerData } from 'node:worker_threads';
import { importProgram, root } from './compiled.mjs';

const file = isMainThread ? process.argv[2] : workerData.program;
// The program finds itself and its arguments as if it had been started by itself.
if (isMainThread) process.argv.splice(1, 2, join(root, file));
await importProgram(file);
