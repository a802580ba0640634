import type { ZipArchive } from '../../base/files/zip.ts';
import type { Hdf5File } from './hdf5.ts';
import type { Manifest } from './unpacked.ts';

/** What every data set has that its publisher offers as one archive. */
interface Published {
  /** As people call it. */
  title: string;
  /** Where the archive is on the web. */
  address: string;
  /** The name of the archive's file. */
  file: string;
  /** The archive's size; undefined where only its hash is known. */
  bytes: number | undefined;
  /** Its sha256, or its md5 where no sha256 of it is known. */
  hash: string;
}

/** A gzipped tar archive, whose files loaders read as they are. */
export interface TarSource extends Published {
  form: 'gzip';
  /** The folder within the archive that holds all of it. */
  folder: string;
  /** The files that must be in that folder, and those that may be. */
  required: readonly string[];
  optional: readonly string[];
  /**
   * Looks into the unpacked files.
   * @param unpacked the folder in which they are
   * @param archive what they come from, for people
   * @returns what they hold, such as `50,000 images`
   * @throws Problem where they are not what they should be
   */
  check(unpacked: string, archive: string): Promise<string>;
}

/** A zip archive, from which files are made for loaders to read. */
export interface ZipSource extends Published {
  form: 'zip';
  /**
   * Makes the files of what the archive holds.
   * @param unpacked an empty folder for them
   * @returns the files, and what they hold in words
   * @throws Problem where the archive does not hold what it should
   */
  convert(zip: ZipArchive, from: { archive: string; isOfficial: boolean }, unpacked: string): Promise<Converted>;
}

/** A file in the form HDF5, as MATLAB 7.3 saves, from which files are made for loaders to read. */
export interface Hdf5Source extends Published {
  form: 'hdf5';
  /** As that of a zip archive. Variables that it does not want are left out, whosever archive it is. */
  convert(file: Hdf5File, from: { archive: string }, unpacked: string): Promise<Converted>;
}

/** Files that were made of an archive, and what they hold, such as `50,000 images`. */
export interface Converted {
  files: Manifest['files'];
  holds: string;
}

/** A data set that its publisher offers as one archive. */
export type ArchiveSource = TarSource | ZipSource | Hdf5Source;

/** An archive that is asked for. */
interface Wanted {
  /** The data set, as suites and the command line call it. */
  name: string;
  /** Is it the publisher's own? What that holds beside is left out; in any other archive it is an error. */
  isOfficial: boolean;
}
export type WantedTar = TarSource & Wanted;
export type WantedArchive = ArchiveSource & Wanted;
