import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile, storageProblem } from '../../../base/files/files.ts';
import { sha256 } from '../../../base/files/hash.ts';
import { lock } from '../../../base/files/lock.ts';
import { makeFolder } from '../../../base/files/make-folder.ts';
import { makePartialFolder, removeLeftovers } from '../../../base/files/partial-folder.ts';
import { type ExitCode, exitCode, isSystemError, Problem } from '../../../base/problem.ts';
import { say } from '../../../base/terminal/say.ts';
import { typedPath } from '../../../base/typed-path.ts';
import { dataVariable } from '../../fetch/folder.ts';
import { checkLabels } from './check-labels.ts';
import { devkitArchive, readGroundTruth } from './ground-truth.ts';
import { listImages } from './list-images.ts';
import { type ImagenetManifest, imagenetFiles } from './manifest.ts';
import { trainingArchive, unpackTraining, unpackValidation, validationArchive } from './unpack-archives.ts';

const parts = ['train', 'val'] as const;

/**
 * `npm run data imagenet`: makes ImageNet ready for its loader. A folder with `train` and `val` is looked through and
 * stays where it is; the official archives are unpacked beside the list of what they hold.
 * @param from the folder with either; the data set's own by default
 * @throws Problem for the disk, and for images that are not in the folders of their classes
 */
export async function fetchImagenet(from: string | undefined): Promise<ExitCode> {
  const files = imagenetFiles();
  const source = from === undefined ? files.folder : typedPath(from);
  try {
    await makeFolder(files.folder);
    const release = await lock(files.folder);
    if (!release) {
      const message = `another command prepares ImageNet in ${files.folder}`;
      throw new Problem(message, 'Wait until it ends, then run the same command again', exitCode.storage);
    }
    try {
      removeLeftovers(files.folder);
      const truth = await readGroundTruth(source);
      const hasArchives = existsSync(join(source, trainingArchive)) && existsSync(join(source, validationArchive));
      const folder = hasArchives ? await unpack(source, files, truth) : source;
      console.log(await note(folder, files, truth));
    } finally {
      release();
    }
  } catch (error) {
    throw storageProblem(error, files.folder, dataVariable);
  }
  return exitCode.done;
}

type Files = ReturnType<typeof imagenetFiles>;

/** Unpacks the archives into the data set's folder, all or nothing. */
async function unpack(source: string, { folder, manifest }: Files, truth: string[] | undefined): Promise<string> {
  if (!truth) {
    const message = `${join(source, devkitArchive)} is not there, so that nobody knows the validation images' labels`;
    throw new Problem(message, 'Put it beside the other archives', exitCode.data);
  }
  const partial = makePartialFolder(folder);
  try {
    say(`unpacking ${join(source, trainingArchive)}`);
    await unpackTraining(join(source, trainingArchive), partial);
    say(`unpacking ${join(source, validationArchive)}`);
    await unpackValidation(join(source, validationArchive), partial, truth);
    await listImages(partial);
    // Until the new one is written, there is no data set.
    await rm(manifest, { force: true });
    for (const part of parts) {
      await rename(join(folder, part), join(partial, `replaced-${part}`)).catch((error) => {
        if (!isSystemError(error, 'ENOENT')) throw error;
      });
      await rename(join(partial, part), join(folder, part));
    }
    return folder;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** Looks through a folder, and notes down what it has; returns that in words. */
async function note(folder: string, files: Files, truth: readonly string[] | undefined): Promise<string> {
  const { classes, training, test } = await listImages(folder);
  if (truth) checkLabels(folder, test, truth);
  else
    say(
      `${devkitArchive} is not in ${folder}: that the validation images are in the folders of their classes is not checked`,
    );
  const list = [...training, ...test].map((path) => `${path}\n`).join('');
  const manifest: ImagenetManifest = {
    folder,
    classes: classes.length,
    training: training.length,
    test: test.length,
    list: sha256(list),
  };
  await rm(files.manifest, { force: true });
  await replaceFile(files.list, list);
  await replaceFile(files.manifest, `${JSON.stringify(manifest, undefined, 2)}\n`);
  const counts = [
    `${training.length.toLocaleString('en')} training images`,
    `${test.length.toLocaleString('en')} validation images`,
  ];
  return `ImageNet is in ${folder}: ${counts.join(' and ')} of ${classes.length.toLocaleString('en')} classes, list ${manifest.list}`;
}
