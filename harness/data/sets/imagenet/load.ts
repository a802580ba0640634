import { readFile } from 'node:fs/promises';
import { commandLine } from '../../../base/command-line.ts';
import { sha256 } from '../../../base/files/hash.ts';
import { exitCode, Problem } from '../../../base/problem.ts';
import { type PathList, pathAt, pathList } from '../../images/path-list.ts';
import type { FileImageData, ImageFiles } from '../image-set.ts';
import { imagenetFiles, openImagenet } from './manifest.ts';
import type { ImagenetDataset } from './options.ts';

const cure = `Run \`${commandLine('data imagenet')}\` again`;

/** Mean and deviation of red, green and blue, as PyTorch's ImageNet example has them (and torchvision's networks). */
export const officialNormalisation = {
  mean: [0.485, 0.456, 0.406],
  deviation: [0.229, 0.224, 0.225],
} as const;

/**
 * ImageNet (Russakovsky et al., "ImageNet large scale visual recognition challenge", 2015): images stay in their files;
 * classes are numbered in the order of their WordNet ids, as torchvision numbers them.
 * @throws Problem where `npm run data imagenet` has not found that data set
 */
export async function loadImagenet(dataset: ImagenetDataset): Promise<FileImageData> {
  const manifest = await openImagenet(dataset);
  const { list } = imagenetFiles();
  const text = await readFile(list).catch((cause) => {
    throw new Problem(`${list} cannot be read (${(cause as Error).message})`, cure, exitCode.data, { cause });
  });
  if (sha256(text) !== manifest.list) {
    throw new Problem(`${list} is damaged: its sha256 is not the one in its manifest`, cure, exitCode.data);
  }
  // Those of `train` come first.
  const split = text.indexOf('val/', text.lastIndexOf('\ntrain/') + 1);
  return {
    classes: dataset.classes,
    shape: [dataset.size, dataset.size, 3],
    ...officialNormalisation,
    mirrors: true,
    training: filesOf(manifest.folder, text.subarray(0, split)),
    test: filesOf(manifest.folder, text.subarray(split)),
  };
}

function filesOf(folder: string, text: Uint8Array): ImageFiles {
  const paths = pathList(text);
  return { folder, paths, labels: labelsOf(paths) };
}

/** The paths stand in order, so each new folder is the next class: every class has images in both parts. */
function labelsOf(paths: PathList): Int32Array {
  let label = -1;
  let folder = '';
  return Int32Array.from(paths.ends, (_, place) => {
    const [, own = ''] = pathAt(paths, place).split('/');
    if (own !== folder) label++;
    folder = own;
    return label;
  });
}
