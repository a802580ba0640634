import type { ZipArchive } from '../../../base/files/zip.ts';
import { shown } from '../../../base/shown.ts';
import { refusal } from '../../fetch/refusal.ts';

const root = 'tiny-imagenet-200/';
const wnidsFile = `${root}wnids.txt`;
const annotationsFile = `${root}val/val_annotations.txt`;
const mostBytesOfText = 2 ** 24;

/** Labels are kept in a byte. */
const mostClasses = 256;

/** An image within the archive. */
export interface LabelledImage {
  path: string;
  /** The place of its class among the sorted names. */
  label: number;
}

/** What Tiny ImageNet's archive holds; of it the images that have labels. */
export interface TinyImagenetList {
  /** The WordNet names of the classes, sorted. */
  classes: string[];
  /** Class by class, and sorted by their paths there. */
  training: LabelledImage[];
  /** The validation images, in the order of their annotations. */
  test: LabelledImage[];
}

/**
 * Lists the images of Tiny ImageNet's archive with their labels: those of training images by their folder, those of
 * validation images by `val_annotations.txt`.
 * @param archive where it is, for people
 * @throws Problem where it is not in its form
 */
export function listTinyImagenet(zip: ZipArchive, archive: string, isOfficial: boolean): TinyImagenetList {
  const refuse = (how: string) => refusal(archive, how);
  const lines = (file: string) => {
    if (!zip.has(file)) throw refuse(`has no ${file}`);
    const text = Buffer.from(zip.read(file, mostBytesOfText)).toString();
    return text.split(/\r?\n/).filter((line) => line !== '');
  };

  const classes = lines(wnidsFile).toSorted();
  const wrong = classes.find((name, i) => !/^n\d{8}$/.test(name) || name === classes[i - 1]);
  if (wrong !== undefined) throw refuse(`has '${shown(wrong)}' in ${wnidsFile}, which is no name of a class, or twice`);
  if (classes.length > mostClasses) throw refuse(`has ${classes.length} classes in ${wnidsFile}`);
  const labels = new Map(classes.map((name, label) => [name, label]));

  const training: LabelledImage[] = [];
  const stray: string[] = [];
  const validation = new Set<string>();
  for (const path of zip.paths.toSorted()) {
    const inClass = /^train\/([^/]+)\/images\/[^/]+\.JPEG$/.exec(path.slice(root.length));
    const label = path.startsWith(root) ? labels.get(inClass?.[1] ?? '') : undefined;
    if (label !== undefined) training.push({ path, label });
    else if (path.startsWith(`${root}val/images/`) && path.endsWith('.JPEG')) validation.add(path);
    else if (!isKnown(path)) stray.push(path);
  }
  if (!isOfficial && stray[0] !== undefined) throw refuse(`has '${shown(stray[0])}', which does not belong there`);
  const seen = new Set(training.map(({ label }) => label));
  const imageless = classes.find((_, label) => !seen.has(label));
  if (imageless !== undefined) throw refuse(`has no training image of ${imageless}`);

  const test = lines(annotationsFile).map((line) => {
    const [name = '', wnid = ''] = line.split('\t');
    const path = `${root}val/images/${name}`;
    const label = labels.get(wnid);
    if (label === undefined) throw refuse(`says '${shown(wnid)}' of ${shown(name)}, which is not in ${wnidsFile}`);
    if (!validation.delete(path)) throw refuse(`has no ${shown(path)}, or says twice what it shows`);
    return { path, label };
  });
  const [unknown] = validation;
  if (unknown !== undefined) throw refuse(`does not say what ${shown(unknown)} shows`);
  if (test.length === 0) throw refuse('has no validation image');
  return { classes, training, test };
}

/** Is it a part of the official archive that is not needed here? */
function isKnown(path: string): boolean {
  if (path === wnidsFile || path === annotationsFile || /^tiny-imagenet-200\/(.*\/)?$/.test(path)) return true;
  return /^tiny-imagenet-200\/(words\.txt|train\/n\d{8}\/n\d{8}_boxes\.txt|test\/images\/[^/]+\.JPEG)$/.test(path);
}
