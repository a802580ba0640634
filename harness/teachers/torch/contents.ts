import type { Storage } from './storage.ts';

/** What a checkpoint holds, whichever form it has. */
export interface CheckpointContents {
  /** What was saved, with a `Tensor` for each tensor. */
  value: unknown;
  /**
   * All bytes that the file holds under a storage's key.
   * @throws Problem where they are not there
   */
  bytesOf(storage: Storage): Uint8Array;
}
