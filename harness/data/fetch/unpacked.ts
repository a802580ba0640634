import { createHash } from 'node:crypto';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { commandLine } from '../../base/command-line.ts';
import { sha256, sha256OfFile } from '../../base/files/hash.ts';
import { exitCode, isSystemError, Problem } from '../../base/problem.ts';
import { unpackedFolder } from './folder.ts';

/** The list of what an unpacked archive's folder holds. */
export const manifestName = 'manifest.json';

const manifestSchema = z.strictObject({
  /** The sha256 of the archive, or the md5 by which it is known. */
  archive: z.string(),
  /** The archive's sha256, where it is known by its md5. */
  sha256: z.string().optional(),
  files: z.record(z.string(), z.strictObject({ bytes: z.int(), sha256: z.string() })),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** Is every file there as it was unpacked? Reads all of them. */
export async function isWhole(folder: string, archive: string): Promise<boolean> {
  const manifest = await readManifest(folder);
  if (manifest?.archive !== archive) return false;
  for (const [name, { sha256 }] of Object.entries(manifest.files)) {
    const found = await sha256OfFile(join(folder, name)).catch(() => undefined);
    if (found !== sha256) return false;
  }
  return true;
}

/** The files of an archive that `npm run data` has unpacked. */
export class UnpackedArchive {
  private constructor(
    readonly folder: string,
    private readonly files: Manifest['files'],
    private readonly cure: string,
  ) {}

  /**
   * @param dataset as suites call it
   * @param archive its hash
   * @param official the hash of the archive that the publisher has
   * @throws Problem where it is not there
   */
  static async open(dataset: string, archive: string, official: string): Promise<UnpackedArchive> {
    const folder = unpackedFolder(dataset, archive);
    const command = commandLine(`data ${dataset}`);
    const cure = `Run \`${archive === official ? command : `${command} -- --from ARCHIVE --sha256 ${archive}`}\``;
    const manifest = await readManifest(folder);
    if (manifest?.archive === archive) return new UnpackedArchive(folder, manifest.files, cure);
    if (manifest) {
      throw new Problem(`${folder} is of the archive ${manifest.archive} instead of ${archive}`, cure, exitCode.data);
    }
    const beside = await readdir(dirname(folder)).catch(() => []);
    const archives = beside.filter((name) => /^[0-9a-f]{12}$/.test(name) && name !== basename(folder));
    const others = archives.length === 0 ? '' : ` (other archives of it are: ${archives.join(', ')})`;
    throw new Problem(`the data set ${dataset} is not in ${folder}${others}`, cure, exitCode.data);
  }

  /** How long a file is; undefined where there is no such file. */
  bytesOf(name: string): number | undefined {
    return this.files[name]?.bytes;
  }

  /**
   * Reads a file whole.
   * @throws Problem where it is not as it was unpacked
   */
  async read(name: string): Promise<Uint8Array> {
    const { path, expected, damaged } = await this.#find(name);
    const contents = await readFile(path);
    if (sha256(contents) !== expected) throw damaged(otherHash);
    return contents;
  }

  /**
   * Reads a file in pieces of that many bytes, of which the last may have fewer; each is written over by the next.
   * @throws Problem where it is not as it was unpacked, which may be known after the last piece alone
   */
  async *readInPieces(name: string, length: number): AsyncGenerator<Uint8Array> {
    const { path, expected, damaged } = await this.#find(name);
    const hash = createHash('sha256');
    const file = await open(path);
    try {
      const memory = new Uint8Array(length);
      for (;;) {
        let bytes = 0;
        let read: number;
        do {
          read = (await file.read(memory, bytes, length - bytes)).bytesRead;
          bytes += read;
        } while (read > 0 && bytes < length);
        const piece = memory.subarray(0, bytes);
        hash.update(piece);
        if (bytes > 0) yield piece;
        if (bytes < length) break;
      }
    } finally {
      await file.close();
    }
    if (hash.digest('hex') !== expected) throw damaged(otherHash);
  }

  /** A file's path and sha256, and how to say that it is not as it was; its size is right. */
  async #find(name: string) {
    const path = join(this.folder, name);
    const expected = this.files[name];
    const damaged = (how: string) => new Problem(`${path} ${how}`, `${this.cure} again`, exitCode.data);
    if (!expected) throw damaged('is not in the manifest of its folder');
    const bytes = await stat(path).then(
      ({ size }) => size,
      () => undefined,
    );
    if (bytes === undefined) throw damaged('is missing');
    if (bytes !== expected.bytes) throw damaged(`is damaged: it has ${bytes} bytes instead of ${expected.bytes}`);
    return { path, expected: expected.sha256, damaged };
  }
}

const otherHash = 'is damaged: its sha256 is another than when it was unpacked';

/** A folder's manifest; undefined where there is none that can be read. */
async function readManifest(folder: string): Promise<Manifest | undefined> {
  try {
    return manifestSchema.parse(JSON.parse(await readFile(join(folder, manifestName), 'utf8')));
  } catch (error) {
    const isNone = isSystemError(error, 'ENOENT', 'ENOTDIR');
    if (isNone || error instanceof SyntaxError || error instanceof z.ZodError) return undefined;
    const message = `${join(folder, manifestName)} cannot be read (${(error as Error).message})`;
    throw new Problem(message, 'Check the file', exitCode.data, { cause: error });
  }
}
