import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Files that real PyTorch wrote; baselines/parity/README.md says what they are. */
export const checkpoints = join(import.meta.dirname, '../../../baselines/parity/checkpoints');

export const readSample = (name: string) => readFile(join(checkpoints, name));
