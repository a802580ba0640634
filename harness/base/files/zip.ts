import { crc32, inflateRawSync } from 'node:zlib';
import { type Entry, fromBufferPromise } from 'yauzl';
import { shown } from '../shown.ts';

/** What to throw for a damaged archive, in the words of whoever reads it: `why` is a clause, `cause` the error behind it. */
export type Damaged = (why: string, cause?: unknown) => Error;

/** A zip archive in memory, of which nothing is believed that has not been looked at. */
export class ZipArchive {
  readonly #files = new Map<string, { entry: Entry; start: number }>();

  private constructor(
    readonly bytes: Buffer,
    readonly damaged: Damaged,
  ) {}

  /**
   * Throws what `damaged` makes where its directory cannot be read.
   * @param nameOf under which name a file is found by its path in the archive; undefined for one that is passed over
   */
  static async open(
    bytes: Buffer,
    damaged: Damaged,
    nameOf: (path: string) => string | undefined = (path) => path,
  ): Promise<ZipArchive> {
    const archive = new ZipArchive(bytes, damaged);
    try {
      const zip = await fromBufferPromise(bytes);
      for await (const entry of zip.eachEntry()) {
        // It is this call that checks whether the file lies within the archive.
        const { fileDataStart: start } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
        const name = nameOf(entry.fileName);
        if (name === undefined || name === '') continue;
        if (archive.has(name)) throw new Error(`${name} is there twice`);
        archive.#files.set(name, { entry, start });
      }
    } catch (error) {
      throw damaged("the zip archive's directory cannot be read", error);
    }
    return archive;
  }

  get paths(): string[] {
    return [...this.#files.keys()];
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  /** How many bytes a file is said to have. */
  bytesOf(path: string): number {
    return this.#files.get(path)!.entry.uncompressedSize;
  }

  /**
   * A file's bytes; a view of the archive, not a copy, where they are not compressed.
   * @param most how many bytes it may have; no more are ever unpacked
   * Throws what `damaged` makes where it is not there, has more bytes, or does not fit its checksum.
   */
  read(path: string, most: number): Uint8Array {
    const fail = (why: string, cause?: unknown) => this.damaged(`its part ${shown(path)} ${why}`, cause);
    const file = this.#files.get(path);
    if (!file) throw fail('is missing');
    const { entry, start } = file;
    if (entry.uncompressedSize > most) throw fail(`says that it has ${entry.uncompressedSize} bytes`);
    let contents: Uint8Array;
    try {
      contents = unpack(entry, this.bytes.subarray(start, start + entry.compressedSize));
    } catch (error) {
      throw fail('cannot be unpacked', error);
    }
    if (contents.length !== entry.uncompressedSize || crc32(contents) !== entry.crc32) {
      throw fail('does not fit its checksum');
    }
    return contents;
  }
}

/** The methods of zip: 0 is stored as it is, 8 is deflated. */
function unpack(entry: Entry, stored: Uint8Array): Uint8Array {
  if (entry.isEncrypted()) throw new Error('it is encrypted');
  if (entry.compressionMethod === 0) return stored;
  if (entry.compressionMethod !== 8) throw new Error(`it has the compression method ${entry.compressionMethod}`);
  // zlib takes no limit of 0 bytes.
  return inflateRawSync(stored, { maxOutputLength: Math.max(entry.uncompressedSize, 1) });
}
