import { ZipArchive } from '../../base/files/zip.ts';
import { shown } from '../../base/shown.ts';
import type { CheckpointContents } from './contents.ts';
import { damaged, noCheckpoint, otherByteOrder, torchScript } from './problems.ts';
import { unpickle } from './unpickle.ts';

/** Bytes, each far more than the checkpoints of the largest networks have. */
const most = { pickle: 2 ** 26, storage: 2 ** 30, byteOrder: 16 };

export function hasZipForm(bytes: Buffer): boolean {
  return bytes.toString('latin1', 0, 4) === 'PK\x03\x04';
}

/**
 * Reads the form of PyTorch 1.6 and later: a zip archive of one folder that holds `data.pkl`, a pickle, and each storage
 * as `data/KEY`.
 * @throws Problem where it is damaged, or names a global that is not on the list
 */
export async function readZipForm(bytes: Buffer, source: string): Promise<CheckpointContents> {
  const archive = await ZipArchive.open(bytes, (why, cause) => damaged(source, why, cause));
  const pickle = archive.paths.find((path) => /^[^/]+\/data\.pkl$/.test(path));
  if (pickle === undefined) throw noCheckpoint(source, 'it is a zip archive without data.pkl');
  const folder = pickle.slice(0, -'data.pkl'.length);
  if (archive.has(`${folder}constants.pkl`)) throw torchScript(source);
  const order = `${folder}byteorder`;
  if (archive.has(order)) {
    const text = Buffer.from(archive.read(order, most.byteOrder)).toString();
    if (text === 'big') throw otherByteOrder(source);
    if (text !== 'little') throw damaged(source, 'its byte order cannot be read');
  }
  return {
    value: unpickle(archive.read(pickle, most.pickle), source).value,
    bytesOf(storage) {
      const contents = archive.read(`${folder}data/${storage.key}`, most.storage);
      if (contents.length === storage.bytes) return contents;
      throw damaged(source, `its part data/${shown(storage.key)} has another length than the pickle says`);
    },
  };
}
