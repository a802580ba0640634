/** The thread behind `BatchThread`: answers each request with its batch. */
import { parentPort, workerData } from 'node:worker_threads';
import { BatchMaker, type BatchRequest, type BatchSource } from '../data/batch-maker.ts';

const maker = new BatchMaker(workerData as BatchSource);

parentPort!.on('message', (request: BatchRequest) => {
  const batch = maker.make(request);
  // Handed over, not copied.
  const memory = Object.values(batch).map(({ buffer }) => buffer as ArrayBuffer);
  parentPort!.postMessage(batch, memory);
});
