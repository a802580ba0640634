import type { z } from 'zod';
import type { ExitCode } from '../../base/problem.ts';
import type { ArchiveSource } from '../fetch/source.ts';
import type { AnyImageData } from './image-set.ts';

/**
 * All that Redistill knows of a data set. What a plan asks, nothing is loaded for. A function that reads files throws a Problem
 * where they are missing or damaged.
 */
export interface DatasetDefinition<Options extends z.ZodType<{ name: string }>> {
  /** What a suite writes; `name` tells the data sets apart. All of it is a part of every job's identity. */
  options: Options;
  /** A data set, for people: `CIFAR-100 (archive sha256 58a81ae1)`. */
  text(options: z.output<Options>): string;
  /** How many classes it has; undefined where only its own archive says so. */
  classes(options: z.output<Options>): number | undefined;
  /** Do its training images have labels? They do by default. */
  labelled?(options: z.output<Options>): boolean;
  /** How many training images it has; undefined where that takes an archive that is not unpacked. */
  trainingImages(options: z.output<Options>): number | Promise<number | undefined>;
  /** How many test images it has. */
  testImages(options: z.output<Options>): number;
  load(options: z.output<Options>): Promise<AnyImageData>;
  /** Checks whether it is there at all, without reading it. Absent: nothing can be missing. */
  find?(options: z.output<Options>): Promise<unknown>;
  /** The archive that `npm run data` downloads. */
  source?: ArchiveSource;
  /** What `npm run data` does instead, with the place that a user names: of images that nobody may download without asking. */
  prepare?(from: string | undefined): Promise<ExitCode>;
}

/** Returns the definition as it is: it only lets the compiler know its options. */
export function defineDataset<Options extends z.ZodType<{ name: string }>>(
  definition: DatasetDefinition<Options>,
): DatasetDefinition<Options> {
  return definition;
}
