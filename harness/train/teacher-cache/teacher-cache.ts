import { utimes } from 'node:fs/promises';
import { replaceFile } from '../../base/files/files.ts';
import { makeFolder } from '../../base/files/make-folder.ts';
import type { Problem } from '../../base/problem.ts';
import {
  type CacheDescription,
  cacheKey,
  capacityOf,
  descriptionText,
  isDescribed,
  slotBytesOf,
} from './description.ts';
import { filesOf } from './folder.ts';
import { ranksOf } from './ranks.ts';
import { RecordFile } from './record-file.ts';
import { troubleWith } from './trouble.ts';

export interface TeacherCacheOptions extends CacheDescription {
  /** Where caches are kept; it is made if it is not there. */
  folder: string;
  /** What the file of records may grow to. */
  bytes: number;
  /** Writes nothing, and is no use of the cache to `trimTeacherCaches`. */
  readOnly?: boolean;
  /** Called when the disk no longer lets the cache be written, or read. It goes on without, unless this throws. */
  onProblem(problem: Problem): void;
}

/**
 * What a frozen teacher outputs for training images, kept for all who learn from it: a record of float32 values for an image
 * and an outcome of its augmentation.
 *
 * Many processes read and write at once, without locks: each record has a place of its own in the file, two writers of
 * one write the same bytes, and it is there if its checksum is right. One that was cut short by a kill, a full disk or a
 * power failure is absent.
 */
export class TeacherCache {
  /** What the cache's files are named after. */
  readonly key: string;
  /** How many records it keeps. */
  readonly capacity: number;
  /** The bytes that its file of records may grow to. */
  readonly limit: number;

  #options: TeacherCacheOptions;
  #ranks: Uint32Array;
  #slotBytes: number;
  #records: RecordFile | undefined;
  #isWritten = false;

  private constructor(options: TeacherCacheOptions) {
    this.#options = options;
    this.#ranks = ranksOf(options.outcomes);
    this.#slotBytes = slotBytesOf(options);
    this.key = cacheKey(options);
    this.capacity = capacityOf(options, options.bytes);
    this.limit = this.capacity * this.#slotBytes;
  }

  /** @throws Problem where the description beside the records is another one */
  static async open(options: TeacherCacheOptions): Promise<TeacherCache> {
    const cache = new TeacherCache(options);
    if (!options.readOnly) await cache.#openToWrite();
    if (!cache.#isWritten) await cache.#openToRead();
    return cache;
  }

  /**
   * Fetches a record, if it is there and whole; else `into` stays as it is.
   * @param image its place among the training images
   * @param outcome its number, from 0
   */
  read(image: number, outcome: number, into: Float32Array): boolean {
    const slot = this.#slotOf(image, outcome, into);
    if (slot >= this.capacity || !this.#records) return false;
    try {
      return this.#records.read(slot, into);
    } catch (error) {
      this.close();
      this.#tell('read', error);
      return false;
    }
  }

  /** Keeps a record, if the cache has room for it. The first write that fails is told, and none is tried after it. */
  write(image: number, outcome: number, values: Float32Array): void {
    const slot = this.#slotOf(image, outcome, values);
    if (slot >= this.capacity || !this.#isWritten) return;
    try {
      this.#records!.write(slot, values);
    } catch (error) {
      this.#isWritten = false;
      this.#tell('written', error);
    }
  }

  /** The records that it has room for and that are not there, the first ranks of outcomes first. */
  *missing(): Generator<{ image: number; outcome: number }> {
    const { images, width } = this.#options;
    const record = new Float32Array(width);
    const outcomes = Array.from(this.#ranks.keys()).sort((a, b) => this.#ranks[a]! - this.#ranks[b]!);
    for (let slot = 0; slot < this.capacity; slot++) {
      const place = { image: slot % images, outcome: outcomes[Math.floor(slot / images)]! };
      if (!this.read(place.image, place.outcome, record)) yield place;
    }
  }

  /** How many records are there: counted, or in a cache of more than 16,384 estimated to a hundredth of its capacity. */
  filled(): number {
    try {
      return this.#records?.estimate(this.capacity) ?? 0;
    } catch (error) {
      this.#tell('read', error);
      return 0;
    }
  }

  /**
   * How many records lie on the disk now: each is looked at. What was written to a file that somebody has removed meanwhile is
   * not among them.
   */
  count(): number {
    try {
      if (this.#isWritten) this.#records?.sync();
    } catch (error) {
      this.#isWritten = false;
      this.#tell('written', error);
    }
    try {
      const file = RecordFile.openToRead(this.#files.records, this.key, this.#slotBytes);
      const records = file?.count(this.capacity) ?? 0;
      file?.close();
      return records;
    } catch (error) {
      this.#tell('read', error);
      return 0;
    }
  }

  /** From then on it has nothing and keeps nothing. */
  close(): void {
    this.#isWritten = false;
    this.#records?.close();
    this.#records = undefined;
  }

  get #files() {
    return filesOf(this.#options.folder, this.key);
  }

  async #openToWrite(): Promise<void> {
    const { description, records } = this.#files;
    try {
      if (await isDescribed(description, this.#options)) {
        const now = new Date();
        // For `trimTeacherCaches`. Only the file's owner may do it.
        await utimes(description, now, now).catch(() => {});
      } else {
        await makeFolder(this.#options.folder);
        await replaceFile(description, descriptionText(this.#options));
      }
      this.#records = RecordFile.openToWrite(records, this.key, this.#slotBytes);
      this.#isWritten = true;
    } catch (error) {
      this.#tell('written', error);
    }
  }

  async #openToRead(): Promise<void> {
    const { description, records } = this.#files;
    try {
      await isDescribed(description, this.#options);
      this.#records = RecordFile.openToRead(records, this.key, this.#slotBytes);
    } catch (error) {
      this.#tell('read', error);
    }
  }

  #tell(what: 'read' | 'written', error: unknown): void {
    this.#options.onProblem(troubleWith(this.#files.records, what, error));
  }

  #slotOf(image: number, outcome: number, values: Float32Array): number {
    const { images, outcomes, width } = this.#options;
    // Beyond its range it would be the place of another record.
    if (!(image >= 0 && image < images)) throw new RangeError(`image ${image} of ${images}`);
    if (!(outcome >= 0 && outcome < outcomes)) throw new RangeError(`outcome ${outcome} of ${outcomes}`);
    if (values.length !== width) throw new RangeError(`${values.length} values instead of ${width}`);
    return this.#ranks[outcome]! * images + image;
  }
}
