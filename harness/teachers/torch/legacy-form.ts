import type { CheckpointContents } from './contents.ts';
import { damaged, otherByteOrder } from './problems.ts';
import type { Storage } from './storage.ts';
import { unpickle } from './unpickle.ts';

/** The pickled magic number 0x1950a86a20f9469cfc6c, but for the mark of the pickle's protocol before it. */
const magic = Buffer.from('8a0a6cfc9c46f9206aa850192e', 'hex');
const formVersion = 1001;

function endOfMagic(bytes: Buffer): number | undefined {
  // The mark of the protocol has 2 bytes, or 11 where the protocol is 4 or higher.
  const place = bytes.subarray(0, 11 + magic.length).indexOf(magic);
  return place < 0 ? undefined : place + magic.length;
}

export function hasLegacyForm(bytes: Buffer): boolean {
  return endOfMagic(bytes) !== undefined;
}

/**
 * Reads the form of before PyTorch 1.6: five pickles (the magic number, the form's version, facts on the machine, what was
 * saved, the storages' keys), then the storages in the order of their keys, each behind its length.
 * @throws Problem where it is damaged, or names a global that is not on the list
 */
export function readLegacyForm(bytes: Buffer, source: string): CheckpointContents {
  const storages = new Map<string, Storage>();
  let place = endOfMagic(bytes)!;
  const next = () => {
    const { value, end } = unpickle(bytes.subarray(place), source, (storage) => storages.set(storage.key, storage));
    place += end;
    return value;
  };
  if (next() !== formVersion) throw damaged(source, `the form's version is not ${formVersion}`);
  const machine = next();
  const isLittle = machine instanceof Map ? machine.get('little_endian') : undefined;
  if (isLittle === false) throw otherByteOrder(source);
  if (isLittle !== true) throw damaged(source, 'what it says about its machine cannot be read');
  const value = next();
  const keys = next();
  if (!Array.isArray(keys)) throw damaged(source, "the list of its storages' keys is missing");

  const contents = new Map<string, Uint8Array>();
  for (const key of keys) {
    const storage = storages.get(key);
    if (!storage) throw damaged(source, 'it holds a storage that nothing refers to');
    const start = place + 8;
    if (start > bytes.length) throw damaged(source, 'it ends before its last storage');
    const length = bytes.readBigUInt64LE(place);
    if (length !== BigInt(storage.length)) throw damaged(source, 'a storage has another length than the pickle says');
    place = start + storage.length * storage.element.bytes;
    if (place > bytes.length) throw damaged(source, 'it ends before its last storage');
    contents.set(storage.key, bytes.subarray(start, place));
  }
  return {
    value,
    bytesOf({ key }) {
      const found = contents.get(key);
      if (!found) throw damaged(source, 'a storage is missing');
      return found;
    },
  };
}
