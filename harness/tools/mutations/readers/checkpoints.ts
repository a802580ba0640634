import { ZipArchive } from '../../../base/files/zip.ts';
import { Problem } from '../../../base/problem.ts';
import { zipped } from '../../../data/sets/fixtures/zip.ts';
import { sizeOf } from '../../../model/engine/shape.ts';
import { readTorchCheckpoint } from '../../../teachers/torch/checkpoint.ts';
import { readSample } from '../../../teachers/torch/fixture.ts';
import type { FileSample, Reader } from '../sample.ts';

const read = ['variants.zip.pth', 'variants.legacy.pth', 'variants.deflated.pth'];
/** They have tensors, classes and programs that are not read. */
const refused = [
  'kinds.zip.pth',
  'kinds.legacy.pth',
  'hostile.zip.pth',
  'hostile.legacy.pth',
  'whole.zip.pth',
  'script.zip.pt',
];
const files = await Promise.all(read.map(readSample));
const refusedFiles = await Promise.all(refused.map(readSample));

/** The pickle in a zip archive, which has a checksum of it. */
async function pickleIn(file: Buffer): Promise<FileSample> {
  const archive = await ZipArchive.open(file, (why) => new Error(why));
  const entries = archive.paths.map((name) => ({ name, contents: archive.read(name, 2 ** 20) }));
  const pickle = entries.find(({ name }) => name.endsWith('/data.pkl'))!;
  return {
    bytes: Buffer.from(pickle.contents),
    form: 'bytes',
    whole: (contents) => zipped(entries.map((entry) => (entry === pickle ? { ...entry, contents } : entry))),
  };
}

const zips = await Promise.all(['variants.zip.pth', 'resnet8.nested.zip.pth'].map(readSample));

export const reader: Reader = {
  samples: [
    ...files.map((bytes): FileSample => ({ bytes, form: 'bytes' })),
    ...refusedFiles.map((bytes): FileSample => ({ bytes, form: 'bytes', isRefused: true })),
    ...(await Promise.all(zips.map(pickleIn))),
    { ...(await pickleIn(refusedFiles[0]!)), isRefused: true },
  ],
  async read(bytes) {
    let problem: Problem | undefined;
    for (const { tensors } of await readTorchCheckpoint(bytes, 'file.pth')) {
      for (const [name, { shape, read }] of tensors) {
        try {
          const { length } = read();
          if (length !== sizeOf(shape)) throw new Error(`${name} has ${length} values in [${shape}]`);
        } catch (error) {
          // Of one that cannot be read, the others can.
          if (!(error instanceof Problem)) throw error;
          problem ??= error;
        }
      }
    }
    if (problem) throw problem;
  },
};
