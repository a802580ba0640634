import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { commandLine } from '../../../base/command-line.ts';
import { exitCode, Problem } from '../../../base/problem.ts';
import { dataFolder } from '../../fetch/folder.ts';
import type { ImagenetDataset } from './options.ts';

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
async function readImagenetManifest(): Promise<ImagenetManifest> {
  const { folder, manifest } = imagenetFiles();
  try {
    return imagenetManifestSchema.parse(JSON.parse(await readFile(manifest, 'utf8')));
  } catch (cause) {
    const cure = `Run \`${commandLine('data imagenet --from FOLDER')}\`, with the folder of its archives or of \`train\` and \`val\``;
    throw new Problem(`the data set imagenet is not in ${folder}`, cure, exitCode.data, { cause });
  }
}

const again = `Run \`${commandLine('data imagenet')}\` again`;

/** @throws Problem where `npm run data imagenet` has not found that data set */
export async function openImagenet(dataset: ImagenetDataset): Promise<ImagenetManifest> {
  const manifest = await readImagenetManifest();
  for (const what of ['classes', 'training', 'test'] as const) {
    if (manifest[what] === dataset[what]) continue;
    const counts = `${manifest[what].toLocaleString('en')} instead of ${dataset[what].toLocaleString('en')}`;
    const words = { classes: 'classes', training: 'training images', test: 'validation images' }[what];
    throw new Problem(`${manifest.folder} is another imagenet: of ${words} it has ${counts}`, again, exitCode.data);
  }
  if (manifest.list === (dataset.list ?? manifest.list)) return manifest;
  throw new Problem(
    `${manifest.folder} is another imagenet: the list of its images has the sha256 ${manifest.list} instead of ${dataset.list}`,
    again,
    exitCode.data,
  );
}
