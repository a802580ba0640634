import { closeSync, constants, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { isSystemError } from '../../base/problem.ts';
import { Checksum, checksumBytes } from './checksum.ts';

/** An estimate looks into so many slots: it tells the share that is filled to a hundredth, in a moment. */
const estimateLooks = 2 ** 14;

/**
 * A sparse file of records of float32 values, each in its slot with its checksum. None of it is kept in memory, so that
 * any number of processes may read and write one at once. Errors are the system's.
 */
export class RecordFile {
  #file: number;
  #checksum: Checksum;
  /** A slot: the values, then their checksum. */
  #slot: Buffer;

  private constructor(file: number, checksum: Checksum, slotBytes: number) {
    this.#file = file;
    this.#checksum = checksum;
    this.#slot = Buffer.alloc(slotBytes);
  }

  /**
   * Opens a file, or makes one.
   * @param key of the cache: the same records under another key are none
   */
  static openToWrite(path: string, key: string, slotBytes: number): RecordFile {
    const file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o644);
    return new RecordFile(file, new Checksum(key), slotBytes);
  }

  /** Opens a file that is there; undefined where there is none. */
  static openToRead(path: string, key: string, slotBytes: number): RecordFile | undefined {
    try {
      return new RecordFile(openSync(path, constants.O_RDONLY), new Checksum(key), slotBytes);
    } catch (error) {
      if (isSystemError(error, 'ENOENT')) return undefined;
      throw error;
    }
  }

  /** Fetches the values in a slot, if they are there and whole; else `into` stays as it is. */
  read(slot: number, into: Float32Array): boolean {
    const bytes = readSync(this.#file, this.#slot, 0, this.#slot.length, slot * this.#slot.length);
    if (bytes < this.#slot.length || !this.#checksum.isWhole(slot, this.#slot)) return false;
    bytesOf(into).set(this.#slot.subarray(0, -checksumBytes));
    return true;
  }

  write(slot: number, values: Float32Array): void {
    this.#slot.set(bytesOf(values));
    this.#slot.set(this.#checksum.of(slot, bytesOf(values)), this.#slot.length - checksumBytes);
    const start = slot * this.#slot.length;
    // A disk that is nearly full takes a part, without an error: it is the next write that fails.
    for (let done = 0; done < this.#slot.length; ) {
      done += writeSync(this.#file, this.#slot, done, this.#slot.length - done, start + done);
    }
  }

  /** Returns when what was written is on the disk; some file systems say only now that they had no room for it. */
  sync(): void {
    fsyncSync(this.#file);
  }

  /** How many of the first slots hold records: each is looked into. */
  count(slots: number): number {
    return this.#countIn(slots, slots);
  }

  /** The same: counted where they are few, else estimated from as many as are looked into, evenly spread. */
  estimate(slots: number): number {
    return this.#countIn(slots, Math.min(slots, estimateLooks));
  }

  #countIn(slots: number, looks: number): number {
    const values = new Float32Array((this.#slot.length - checksumBytes) / Float32Array.BYTES_PER_ELEMENT);
    let records = 0;
    for (let look = 0; look < looks; look++) if (this.read(Math.floor((look * slots) / looks), values)) records++;
    return looks === 0 ? 0 : Math.round((records / looks) * slots);
  }

  close(): void {
    closeSync(this.#file);
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
