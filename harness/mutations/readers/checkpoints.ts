import { zipped } from '../../data/fixtures/zip.ts';
import { sizeOf } from '../../engine/shape.ts';
import { readCheckpoint } from '../../torch/checkpoint.ts';
import { readSample } from '../../torch/fixture.ts';
import { ZipArchive } from '../../zip.ts';
import type { Reader, Sample } from '../sample.ts';

const names = ['variants', 'kinds', 'hostile'].flatMap((name) => [`${name}.zip.pth`, `${name}.legacy.pth`]);
const files = await Promise.all([...names, 'variants.deflated.pth', 'whole.zip.pth', 'script.zip.pt'].map(readSample));

/** The pickle in a zip archive, which has a checksum of it. */
async function pickleIn(file: Buffer): Promise<Sample> {
  const archive = await ZipArchive.open(file, (why) => new Error(why));
  const entries = archive.paths.map((name) => ({ name, contents: archive.read(name, 2 ** 20) }));
  const pickle = entries.find(({ name }) => name.endsWith('/data.pkl'))!;
  return {
    bytes: Buffer.from(pickle.contents),
    form: 'bytes',
    whole: (contents) => zipped(entries.map((entry) => (entry === pickle ? { ...entry, contents } : entry))),
  };
}

const zips = await Promise.all(['variants.zip.pth', 'kinds.zip.pth', 'resnet8.nested.zip.pth'].map(readSample));

export const reader: Reader = {
  samples: [...files.map((bytes): Sample => ({ bytes, form: 'bytes' })), ...(await Promise.all(zips.map(pickleIn)))],
  async read(bytes) {
    for (const { tensors } of await readCheckpoint(bytes, 'file.pth')) {
      for (const [name, { shape, read }] of tensors) {
        const { length } = read();
        if (length !== sizeOf(shape)) throw new Error(`${name} has ${length} values in [${shape}]`);
      }
    }
  },
};
