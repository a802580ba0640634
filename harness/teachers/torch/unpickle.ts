import { Parser } from 'pickleparser';
import { Problem } from '../../base/problem.ts';
import { standInFor } from './globals.ts';
import { PickleReader } from './pickle-reader.ts';
import { damaged, refused } from './problems.ts';
import { type Storage, storageOf } from './storage.ts';

/**
 * Reads one pickle, without Python and without running anything that it names: its globals are looked up in a short list
 * of harmless stand-ins (globals.ts). Dictionaries become Maps, tuples and lists arrays.
 * @param onStorage called for each storage that the pickle refers to
 * @returns its value, and where it ends
 * @throws Problem where it names a global that is not on the list, or is damaged
 */
export function unpickle(
  bytes: Uint8Array,
  source: string,
  onStorage?: (storage: Storage) => void,
): { value: unknown; end: number } {
  const reader = new PickleReader(bytes);
  const parser = new Parser({
    unpicklingTypeOfDictionary: 'Map',
    nameResolver: {
      resolve(module, name) {
        // Newer pickles take the names off their stack, where anything may be.
        if (typeof module !== 'string' || typeof name !== 'string') throw new TypeError('a global without a name');
        const standIn = standInFor(module, name);
        if (standIn === undefined) throw refused(`${module}.${name}`, bytes, source);
        return standIn as () => unknown;
      },
    },
    persistentResolver: {
      resolve(persistentId: unknown) {
        const storage = storageOf(persistentId);
        onStorage?.(storage);
        return storage;
      },
    },
  });
  try {
    return { value: parser.read(reader), end: reader.position };
  } catch (error) {
    if (error instanceof Problem) throw error;
    // A damaged pickle may ask for anything, such as to append to a number: whatever goes wrong is its fault.
    throw damaged(source, 'its pickle cannot be read', error);
  }
}
