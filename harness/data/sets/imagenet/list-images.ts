import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { exitCode, isSystemError, Problem } from '../../../base/problem.ts';

/** Pillow's and our names of images; anything else in a class's folder is passed over, as torchvision does. */
const isImage = (name: string) => /\.(jpe?g|png)$/i.test(name) && !name.startsWith('.');
const isClass = (name: string) => /^n\d{8}$/.test(name);

/** The images in a folder of ImageNet: `train/n01440764/n01440764_10026.JPEG`, in order. */
export interface ListedImages {
  classes: string[];
  training: string[];
  test: string[];
}

/**
 * Lists the images in `train` and `val`, each of which has one folder per class, named by its WordNet id.
 * @throws Problem where it has not
 */
export async function listImages(folder: string): Promise<ListedImages> {
  const [train, val] = [await listPart(folder, 'train'), await listPart(folder, 'val')];
  const differs = [...train.keys(), ...val.keys()].find((name) => !train.has(name) || !val.has(name));
  if (differs !== undefined) {
    const where = train.has(differs) ? 'train and not in val' : 'val and not in train';
    throw refusal(`The class ${differs} of ${folder} is in ${where}`);
  }
  return { classes: [...train.keys()], training: [...train.values()].flat(), test: [...val.values()].flat() };
}

/** The images of each class, all in order. */
async function listPart(folder: string, part: 'train' | 'val'): Promise<Map<string, string[]>> {
  const path = join(folder, part);
  const entries = await readdir(path, { withFileTypes: true }).catch((error) => {
    if (!isSystemError(error, 'ENOENT', 'ENOTDIR')) throw error;
    throw refusal(`${folder} has no folder ${part}`);
  });
  const loose = entries.filter((entry) => entry.isFile() && isImage(entry.name)).length;
  if (loose > 0) {
    throw refusal(
      `${path} has ${loose.toLocaleString('en')} images outside of its classes' folders, so that nobody knows their labels`,
    );
  }
  const folders = entries.filter((entry) => !entry.isFile() && !entry.name.startsWith('.')).map(({ name }) => name);
  const other = folders.find((name) => !isClass(name));
  if (other !== undefined)
    throw refusal(`${join(path, other)} is no class: it is not named by a WordNet id such as n01440764`);
  const classes = new Map<string, string[]>();
  for (const name of folders.toSorted()) {
    const images = (await readdir(join(path, name))).filter(isImage);
    if (images.length === 0) throw refusal(`${join(path, name)} has no images`);
    classes.set(
      name,
      images.toSorted().map((image) => `${part}/${name}/${image}`),
    );
  }
  if (classes.size === 0) throw refusal(`${path} has no classes' folders`);
  return classes;
}

function refusal(message: string): Problem {
  const cure =
    'Give a folder with train/WNID/*.JPEG and val/WNID/*.JPEG, or with the three official archives, which are unpacked in that form';
  return new Problem(message, cure, exitCode.data);
}
