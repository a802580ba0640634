import { z } from 'zod';

export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'must be a sha256: 64 digits and small letters a to f');

/** The archive that images come from: the official one by its hash, or one that was made in its form by its sha256. */
export const archiveOption = (official: string) =>
  z
    .string()
    .regex(new RegExp(`^([0-9a-f]{64}|${official})$`), 'must be a sha256: 64 digits and small letters a to f')
    .default(official);
