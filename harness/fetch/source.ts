/** A data set that its publisher offers as one gzipped tar archive. */
export interface Source {
  /** As suites and the command line call it. */
  name: string;
  /** As people call it. */
  title: string;
  /** Where the archive is on the web. */
  address: string;
  /** The name of the archive's file. */
  file: string;
  /** The archive's size; undefined where only its hash is known. */
  bytes: number | undefined;
  sha256: string;
  /** The folder within the archive that holds all of it. */
  folder: string;
  /** The files that must be in that folder, and those that may be. */
  required: readonly string[];
  optional: readonly string[];
  /** Is it the publisher's own? What that holds beside is left out; in any other archive it is an error. */
  isOfficial: boolean;
  /**
   * Looks into the unpacked files.
   * @param unpacked the folder in which they are
   * @param archive what they come from, for people
   * @returns what they hold, such as `50,000 images`
   * @throws Problem where they are not what they should be
   */
  check(unpacked: string, archive: string): Promise<string>;
}
