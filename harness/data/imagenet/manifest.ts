import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { commandLine } from '../../command-line.ts';
import { dataFolder } from '../../fetch/folder.ts';
import { exitCode, Problem } from '../../problem.ts';

/** What `npm run data imagenet` has found in a folder of images. */
export const imagenetManifestSchema = z.strictObject({
  /** Where `train` and `val` are. */
  folder: z.string(),
  classes: z.int().positive(),
  /** How many images there are. */
  training: z.int().positive(),
  test: z.int().positive(),
  /** The sha256 of the list of them. */
  list: z.string(),
});
export type ImagenetManifest = z.infer<typeof imagenetManifestSchema>;

/** The data set's own folder and the files in it; the images may be elsewhere. */
export function imagenetFiles(environment = process.env) {
  const folder = join(dataFolder(environment), 'imagenet');
  return {
    folder,
    manifest: join(folder, 'manifest.json'),
    /** The images' paths in order, a line each: `train/n01440764/n01440764_10026.JPEG`, then those that begin with `val/`. */
    list: join(folder, 'images.txt'),
  };
}

/** @throws Problem where `npm run data imagenet` has not been run */
export async function readImagenetManifest(): Promise<ImagenetManifest> {
  const { folder, manifest } = imagenetFiles();
  try {
    return imagenetManifestSchema.parse(JSON.parse(await readFile(manifest, 'utf8')));
  } catch (cause) {
    const cure = `Run \`${commandLine('data imagenet --from FOLDER')}\`, with the folder of its archives or of \`train\` and \`val\``;
    throw new Problem(`the data set imagenet is not in ${folder}`, cure, exitCode.data, { cause });
  }
}
