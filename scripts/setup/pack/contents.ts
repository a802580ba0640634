import { z } from 'zod';

const sliceSchema = z.strictObject({
  /** A file beside this list. */
  name: z.string(),
  bytes: z.int().positive(),
  sha256: z.string(),
});
export type Slice = z.infer<typeof sliceSchema>;

/**
 * `pack.json` of a pack, written last: what is in it. unpack.mjs reads it without zod, which is still packed then.
 * An archive is a tar file, compressed by brotli and cut into slices.
 */
export const contentsSchema = z.strictObject({
  /** The version of Redistill that made it. */
  redistill: z.string(),
  /** The npm packages, as the folder node_modules. */
  packages: z.strictObject({
    /** The sha256 of the package-lock.json of which they are the whole. */
    lock: z.string(),
    slices: z.array(sliceSchema).min(1),
  }),
  /** TensorFlow, as a folder of the cache. */
  tensorflow: z.strictObject({
    /** The folder's name. */
    folder: z.string(),
    slices: z.array(sliceSchema).min(1),
  }),
});
export type Contents = z.infer<typeof contentsSchema>;
