/** A small real file, or a part of one, that is mutated. */
export interface FileSample {
  bytes: Buffer;
  /** What it is made of: JSON and lines of JSON are mutated by their fields too. */
  form: 'bytes' | 'json' | 'lines';
  /**
   * Makes a file of the mutated part, with lengths and checksums around it that fit: a reader looks no further where these do
   * not. The part is the file itself by default.
   */
  whole?(part: Buffer): Buffer | Promise<Buffer>;
  /** Is it refused as it is? Any other one is read when it is not mutated. */
  isRefused?: true;
}

/** Of what one reader reads: what is mutated, and how it is read. */
export interface Reader {
  samples: readonly FileSample[];
  /**
   * Reads all of a file. May throw Problems alone, and whatever else it throws is a fault: also for a value that is not what the
   * file holds, and for what it leaves half-written.
   * @param folder an empty one for it
   */
  read(file: Buffer, folder: string): Promise<void>;
  /** Is a new process needed for the next file? */
  isSpent?(): boolean;
}
