/** A thread behind `batchThreads`: answers each request with its batch. */
import { workerData } from 'node:worker_threads';
import type { BatchSource } from '../../data/sets/batch.ts';
import { BatchMaker } from '../../data/sets/batch-maker.ts';
import { answerRequests } from './answer-requests.ts';

const maker = new BatchMaker(workerData as BatchSource);

answerRequests(
  (request: Parameters<BatchMaker['make']>[0]) => maker.make(request),
  (batch) => Object.values(batch).map(({ buffer }) => buffer),
);
