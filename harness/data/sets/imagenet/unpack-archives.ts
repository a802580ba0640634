import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Extract, extract } from 'tar-stream';
import { entryName } from '../../../base/files/entry-name.ts';
import { makeFolder } from '../../../base/files/make-folder.ts';
import { checkSize, tarFault } from '../../../base/files/tar-fault.ts';
import { createMeter } from '../../../base/terminal/meter.ts';
import { causeOf } from '../../fetch/cause-of.ts';
import { refusal } from '../../fetch/refusal.ts';
import { validationNumber } from './check-labels.ts';

/** The official archives of images. */
export const trainingArchive = 'ILSVRC2012_img_train.tar';
export const validationArchive = 'ILSVRC2012_img_val.tar';

type Entry = Extract extends AsyncIterable<infer One> ? One : never;

const images = (count: number) => `${count.toLocaleString('en')} images`;

/**
 * Unpacks the training images, of which the archive has an archive a class, into `train/WNID`.
 * @throws Problem where something else is in it, or it is cut short; else the system's errors
 */
export async function unpackTraining(archive: string, folder: string): Promise<void> {
  const meter = createMeter('unpacking training images', { start: 0, say: images });
  let done = 0;
  await eachEntry(archive, createReadStream(archive), async (inner) => {
    const wnid = /^(?:\.\/)?(n\d{8})\.tar$/.exec(inner.header.name)?.[1];
    if (wnid === undefined) throw refusal(archive, `has '${inner.header.name}', which is no class's archive`);
    const target = join(folder, 'train', wnid);
    await makeFolder(target);
    await eachEntry(archive, inner, async (image) => {
      const name = /^(?:\.\/)?(n\d{8}_\d+\.JPEG)$/.exec(image.header.name)?.[1];
      if (name === undefined) throw refusal(archive, `has '${image.header.name}' in ${wnid}, which is no image of it`);
      await write(image, join(target, name));
      meter.show(++done);
    });
  });
  meter.close();
}

/**
 * Unpacks the validation images, each into the folder of its class, `val/WNID`.
 * @param truth the WordNet ids of the images' classes, in the order of their numbers
 * @throws Problem where something else is in it, or it is cut short; else the system's errors
 */
export async function unpackValidation(archive: string, folder: string, truth: readonly string[]): Promise<void> {
  const meter = createMeter('unpacking validation images', { start: 0, total: truth.length, say: images });
  for (const wnid of new Set(truth)) await makeFolder(join(folder, 'val', wnid));
  let done = 0;
  await eachEntry(archive, createReadStream(archive), async (image) => {
    const number = validationNumber(image.header.name);
    const wnid = truth[(number ?? 0) - 1];
    if (wnid === undefined) throw refusal(archive, `has '${image.header.name}', which has no label in the devkit`);
    await write(image, join(folder, 'val', wnid, `ILSVRC2012_val_${String(number).padStart(8, '0')}.JPEG`));
    meter.show(++done);
  });
  meter.close();
  if (done !== truth.length)
    throw refusal(archive, `has ${images(done)}, and the devkit the labels of ${truth.length}`);
}

/** Goes through a tar archive's files; folders are passed over. */
async function eachEntry(
  archive: string,
  contents: AsyncIterable<unknown>,
  take: (entry: Entry) => Promise<void>,
): Promise<void> {
  const tar = extract();
  const takeAll = async () => {
    for await (const entry of tar) {
      checkSize(entry.header);
      if (entry.header.type === 'directory' || entryName(entry.header.name) === undefined) entry.resume();
      else if (entry.header.type === 'file') await take(entry);
      else throw refusal(archive, `has '${entry.header.name}', which is no file (${entry.header.type})`);
    }
  };
  const ends = await Promise.allSettled([takeAll(), pipeline(chunks(contents), tar)]);
  const cause = causeOf(ends, (error) => explain(archive, error));
  if (cause !== undefined) throw cause;
}

/** Exclusive: nothing is written over, and no link is followed. */
async function write(entry: Entry, path: string): Promise<void> {
  await pipeline(chunks(entry), createWriteStream(path, { flags: 'wx' }));
}

/** An entry whose archive breaks off tells who iterates over it; a pipeline it would leave waiting. */
async function* chunks(contents: AsyncIterable<unknown>): AsyncGenerator<unknown> {
  yield* contents;
}

function explain(archive: string, error: unknown): unknown {
  const fault = tarFault(error);
  if (fault === undefined) return error;
  return refusal(archive, fault === 'cut' ? 'is cut short' : 'is no tar archive, or damaged');
}
