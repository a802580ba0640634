import { readFile } from 'node:fs/promises';
import { sha256 } from '../../base/files/hash.ts';
import { exitCode, isSystemError, Problem } from '../../base/problem.ts';
import { openTensors } from '../../model/engine/safetensors.ts';
import { isCheckpoint, readTorchCheckpoint, type SavedTensors } from '../torch/checkpoint.ts';

/** A file with networks' weights. */
export interface WeightsFile {
  /** Its name, for messages. */
  path: string;
  sha256: string;
  /** All its tensors, in PyTorch's layouts. */
  groups: SavedTensors[];
}

/**
 * Reads a file that `torch.save` or `safetensors.torch.save_file` wrote; which of them, its first bytes tell.
 * @throws Problem where there is no such file, or it holds no tensors that can be read
 */
export async function readWeightsFile(path: string): Promise<WeightsFile> {
  const bytes = await read(path);
  return { path, sha256: sha256(bytes), groups: await groupsOf(bytes, path) };
}

async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    const why = isSystemError(cause, 'ENOENT') ? 'is not there' : `cannot be read (${(cause as Error).message})`;
    throw new Problem(`the file ${path} ${why}`, 'Check the path', exitCode.data, { cause });
  }
}

async function groupsOf(bytes: Buffer, path: string): Promise<SavedTensors[]> {
  // A safetensors file begins with eight bytes that give a length, then with JSON.
  if (isCheckpoint(bytes) || bytes[8] !== '{'.charCodeAt(0)) return readTorchCheckpoint(bytes, path);
  return [{ place: '', tensors: openTensors(bytes, path).tensors }];
}
