import type { UnpackedArchive } from '../fetch/unpacked.ts';

/** How many images of that many bytes a file of an archive has; undefined where it was not unpacked. */
export async function imagesIn(
  opening: Promise<UnpackedArchive>,
  file: string,
  bytes: number,
): Promise<number | undefined> {
  const files = await opening.catch(() => undefined);
  const all = files?.bytesOf(file);
  return all === undefined ? undefined : all / bytes;
}
