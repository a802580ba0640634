import { availableParallelism, totalmem } from 'node:os';
import { readQuota } from './quota.ts';

/** How many cores this process may keep busy: those of the machine that it may run on, or its container's quota of them. */
export function availableCores({ cores } = readQuota()): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(cores ?? Number.POSITIVE_INFINITY)));
}

/** How much memory this process may have, in bytes: the machine's, or its container's limit. */
export function availableMemory({ memory } = readQuota()): number {
  return Math.min(totalmem(), memory ?? Number.POSITIVE_INFINITY);
}

/** How many threads this process computes with. */
export function computingThreads(): number {
  return Number(process.env.TF_NUM_INTRAOP_THREADS ?? availableCores());
}
