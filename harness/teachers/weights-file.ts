import { readFile } from 'node:fs/promises';
import { parseTensors } from '../engine/safetensors.ts';
import { sha256 } from '../hash.ts';
import { exitCode, isSystemError, Problem } from '../problem.ts';
import { isCheckpoint, readCheckpoint, type SavedTensor } from '../torch/checkpoint.ts';

/** A file with a network's weights. */
export interface WeightsFile {
  /** Its name, for messages. */
  path: string;
  sha256: string;
  /** By PyTorch's names, in PyTorch's layouts. */
  tensors: Map<string, SavedTensor>;
}

/**
 * Reads a file that `torch.save` or `safetensors.torch.save_file` wrote; which of them, its first bytes tell.
 * @throws Problem where there is no such file, or it holds no weights that can be read
 */
export async function readWeightsFile(path: string): Promise<WeightsFile> {
  const bytes = await read(path);
  return { path, sha256: sha256(bytes), tensors: await tensorsOf(bytes, path) };
}

async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    const why = isSystemError(cause, 'ENOENT') ? 'is not there' : `cannot be read (${(cause as Error).message})`;
    throw new Problem(`the file ${path} ${why}`, 'Check the path', exitCode.data, { cause });
  }
}

async function tensorsOf(bytes: Buffer, path: string): Promise<Map<string, SavedTensor>> {
  // A safetensors file begins with eight bytes that give a length, then with JSON.
  if (isCheckpoint(bytes) || bytes[8] !== '{'.charCodeAt(0)) return readCheckpoint(bytes, path);
  const { tensors } = parseTensors(bytes, path);
  return new Map(Array.from(tensors, ([name, { shape, values }]) => [name, { shape, read: () => values }]));
}
