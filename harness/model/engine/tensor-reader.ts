import { type FileHandle, open } from 'node:fs/promises';
import { type Piece, piecesOf } from './pieces.ts';
import type { StoredTensor } from './safetensors.ts';
import {
  brokenTensors,
  headerLength,
  lengthBytes,
  parseHeader,
  type SafetensorsHeader,
  valuesIn,
} from './safetensors-header.ts';
import type { Values } from './variable.ts';

/** A safetensors file that is read tensor by tensor, or piece by piece: memory need not hold all of it. */
export class TensorReader {
  private constructor(
    readonly path: string,
    readonly header: SafetensorsHeader,
    readonly file: FileHandle,
  ) {}

  /**
   * @throws Problem where it is not a whole safetensors file
   * @throws an error of the system where it cannot be opened
   */
  static async open(path: string): Promise<TensorReader> {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      const first = await readBytes(file, path, 0, Math.min(size, lengthBytes));
      const json = await readBytes(file, path, lengthBytes, headerLength(first, size, path));
      return new TensorReader(path, parseHeader(json, size, path), file);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /**
   * All of a tensor.
   * @throws Problem where it holds integers that do not fit 32 bits
   */
  async read(name: string): Promise<StoredTensor> {
    const { shape } = this.header.tensors.get(name)!;
    return { shape, values: await this.#rows(name, { first: 0, rows: shape[0] ?? 1 }) };
  }

  /** A tensor's values in order, in the pieces of its shape. */
  async *pieces(name: string): AsyncGenerator<{ piece: Piece; values: Values }> {
    for (const piece of piecesOf(this.header.tensors.get(name)!.shape)) {
      yield { piece, values: await this.#rows(name, piece) };
    }
  }

  async #rows(name: string, { first, rows }: Piece): Promise<Values> {
    const entry = this.header.tensors.get(name)!;
    const { shape, from, to } = entry;
    const rowBytes = (to - from) / (shape[0] ?? 1) || 0;
    const bytes = await readBytes(this.file, this.path, from + first * rowBytes, rows * rowBytes);
    return valuesIn(entry, bytes, name, this.path);
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}

async function readBytes(file: FileHandle, path: string, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const { bytesRead } = await file.read(bytes, done, length - done, position + done);
    if (bytesRead === 0) throw brokenTensors(path, 'it was cut off while it was read');
    done += bytesRead;
  }
  return bytes;
}
