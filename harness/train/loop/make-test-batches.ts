/** A thread behind `testBatches`: answers the indices of some test images with their batch. */
import { workerData } from 'node:worker_threads';
import { FileReader } from '../../data/sets/file-reader.ts';
import type { FileImageData } from '../../data/sets/image-set.ts';
import { answerRequests } from './answer-requests.ts';

const data = workerData as Omit<FileImageData, 'training'>;
const reader = new FileReader(data);

answerRequests(
  (indices: Int32Array) => reader.test(data.test, indices),
  ({ buffer }) => [buffer],
);
