import type { Dataset, File } from 'h5wasm/node';
import type { ArchiveState } from './archive-state.ts';
import { refusal } from './refusal.ts';

/** The numbers that a variable may be of. */
interface Arrays {
  uint8: Uint8Array;
  uint16: Uint16Array;
  float32: Float32Array;
}

/** Numbers in a file, of which its first axis counts the items. */
export interface Hdf5Variable<Values> {
  name: string;
  items: number;
  /**
   * The numbers of an item, counted from 0, of which the last axis changes fastest.
   * @throws Problem where they cannot be read
   */
  read(item: number): Values;
}

/** A file in the form HDF5, of any size, as MATLAB 7.3 saves: of it, one item is in memory at a time. */
export class Hdf5File {
  private constructor(
    readonly archive: string,
    private readonly file: File,
  ) {}

  /** @throws Problem where it is none, cut short or damaged */
  static async open(archive: string): Promise<Hdf5File> {
    try {
      return new Hdf5File(archive, await openFile(archive));
    } catch (error) {
      const how = { 'no archive': 'is no hdf5 file', cut: 'is cut short', damaged: `is damaged: ${reasonOf(error)}` };
      throw refusal(archive, how[stateBy(error)], error);
    }
  }

  /**
   * Finds a variable.
   * @param shape of an item
   * @throws Problem where it is not there, or is of another type or shape
   */
  variable<Type extends keyof Arrays>(name: string, type: Type, shape: readonly number[]): Hdf5Variable<Arrays[Type]> {
    const dataset = this.#read(name, () => this.file.get(name) as Dataset | null);
    if (dataset?.type !== 'Dataset') throw refusal(this.archive, `has no variable '${name}'`);
    const { found, items, rest } = this.#read(name, () => {
      const [items = 0, ...rest] = dataset.shape ?? [];
      return { found: typeOf(dataset), items, rest };
    });
    if (found !== type) throw refusal(this.archive, `has '${name}' as ${found} instead of ${type}`);
    if (String(rest) !== String(shape)) {
      const [theirs, ours] = [
        [items, ...rest],
        ['any', ...shape],
      ].map((sides) => sides.join(' x '));
      throw refusal(this.archive, `has '${name}' in the shape ${theirs} instead of ${ours}`);
    }
    const read = (item: number) =>
      this.#read(name, () => dataset.slice([[item, item + 1], ...shape.map(() => [] as [])]) as Arrays[Type]);
    return { name, items, read };
  }

  close(): void {
    closeQuietly(this.file);
  }

  #read<Found>(name: string, from: () => Found): Found {
    try {
      return from();
    } catch (error) {
      throw refusal(this.archive, `is damaged: its variable '${name}' cannot be read (${reasonOf(error)})`, error);
    }
  }
}

/** Opens a file in the form HDF5, and says what is the matter with it. Its variables are not looked at. */
export async function hdf5StateOf(archive: string): Promise<ArchiveState> {
  try {
    closeQuietly(await openFile(archive));
    return 'whole';
  } catch (error) {
    return stateBy(error);
  }
}

async function openFile(archive: string): Promise<File> {
  const { File, ready } = await loadLibrary();
  // By default it prints what is wrong.
  (await ready).activate_throwing_error_handler();
  return new File(archive, 'r');
}

/** Loads the library, which is large: other archives do without it. What it prints when it gives up, its errors say too. */
async function loadLibrary() {
  const { log, error } = console;
  // It takes these two as it finds them while it is loaded, and has no option for others.
  console.log = () => {};
  console.error = () => {};
  try {
    return await import('h5wasm/node');
  } finally {
    console.log = log;
    console.error = error;
  }
}

/** Of a library that has given up nothing can be closed; nothing was to be written either. */
function closeQuietly(file: File): void {
  try {
    file.close();
  } catch {}
}

function stateBy(error: unknown): 'no archive' | 'cut' | 'damaged' {
  const reason = reasonOf(error);
  if (reason.startsWith('file signature not found')) return 'no archive';
  return reason.startsWith('truncated file') ? 'cut' : 'damaged';
}

/** What the library says went wrong: the last of the functions that it lists, which is the first that failed. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  // WebAssembly's own error.
  if (error instanceof Error && error.name === 'RuntimeError') return 'it leads the library that reads it astray';
  return [...text.matchAll(/^ *#\d+: .*? in \w+\(\): (.*)$/gm)].at(-1)?.[1] ?? text;
}

/** A variable's type as NumPy calls it, such as uint8. */
function typeOf({ metadata: { type, size, signed } }: Dataset): string {
  // HDF5's classes of types: 0 is integers, 1 floating-point numbers.
  if (type === 1) return `float${8 * size}`;
  return type === 0 ? `${signed ? 'int' : 'uint'}${8 * size}` : 'something other than numbers';
}
