import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';
import { z } from 'zod';
import { entryName } from '../../../base/files/entry-name.ts';
import { gunzip } from '../../../base/files/gunzip.ts';
import { checkSize } from '../../../base/files/tar-fault.ts';
import { exitCode, Problem } from '../../../base/problem.ts';
import { structuresIn } from './mat-file.ts';

/** The official archive with the names of the classes, and with the class of each validation image. */
export const devkitArchive = 'ILSVRC2012_devkit_t12.tar.gz';
/** Far more than either of them has. */
const mostBytes = 2 ** 24;
const files = ['data/meta.mat', 'data/ILSVRC2012_validation_ground_truth.txt'] as const;

/** Of each class, and of what stands above it in WordNet (it has no id among the classes then: `num_children` is not 0). */
const classSchema = z.object({
  ILSVRC2012_ID: z.tuple([z.int().positive()]),
  WNID: z.string().regex(/^n\d{8}$/),
  num_children: z.tuple([z.int().min(0)]),
});

/**
 * The WordNet ids of the validation images' classes, in the images' order; undefined where the devkit is not in the folder.
 * @throws Problem where it is another archive
 */
export async function readGroundTruth(folder: string): Promise<string[] | undefined> {
  const path = join(folder, devkitArchive);
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere) return undefined;
  try {
    const [meta, truth] = await readDevkit(path);
    const classes = z
      .array(classSchema)
      .parse(structuresIn(meta!))
      .filter(({ num_children: [children] }) => children === 0)
      .map(({ ILSVRC2012_ID: [id], WNID }) => [id, WNID] as const);
    const nameOf = new Map(classes);
    return truth!
      .toString()
      .trim()
      .split(/\r?\n/)
      .map((line) => {
        const name = nameOf.get(Number(line));
        if (name === undefined) throw new Error(`its class '${line}' has no name`);
        return name;
      });
  } catch (cause) {
    const message = `${path} is not ImageNet's devkit (${cause instanceof z.ZodError ? 'its meta.mat has other fields' : (cause as Error).message})`;
    throw new Problem(message, 'Take the archive from its publisher', exitCode.data, { cause });
  }
}

async function readDevkit(path: string): Promise<Buffer[]> {
  const found = new Map<string, Buffer>();
  const tar = extract();
  const taking = (async () => {
    for await (const entry of tar) {
      checkSize(entry.header);
      const path = entryName(entry.header.name);
      const name = files.find((name) => path?.endsWith(`/${name}`));
      if (!name) {
        entry.resume();
        continue;
      }
      if (entry.header.size > mostBytes) throw new Error(`its ${name} has ${entry.header.size} bytes`);
      found.set(name, await buffer(entry));
    }
  })();
  await Promise.all([taking, pipeline(gunzip(path), tar)]);
  return files.map((name) => {
    const contents = found.get(name);
    if (!contents) throw new Error(`it has no ${name}`);
    return contents;
  });
}
