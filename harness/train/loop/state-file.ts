import { createHash, type Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { isSystemError } from '../../base/problem.ts';
import type { StepExecutor } from '../../model/engine/executor.ts';
import { torchShape, toTorch } from '../../model/engine/layout.ts';
import { piecesOf } from '../../model/engine/pieces.ts';
import { type StoredTensor, storedBytes, viewOf } from '../../model/engine/safetensors.ts';
import { type HeaderEntry, serializeHeader } from '../../model/engine/safetensors-header.ts';
import { TensorReader } from '../../model/engine/tensor-reader.ts';
import type { Values, Variable } from '../../model/engine/variable.ts';

/**
 * A safetensors file with all variables of a program. Memory banks may be larger than what is left of the memory: they come
 * and go piece by piece. Its metadata has a digest, the sha256 of the other metadata and of all values.
 */
export interface StateFile {
  metadata: Record<string, string>;
  /** As it is; what it was when the file was written stands in the metadata. */
  digest: string;
  /** What the file has beside tables. */
  tensors: Map<string, StoredTensor>;
  /** Of all that it has. */
  shapes: ReadonlyMap<string, Pick<HeaderEntry, 'shape'>>;
}

/** What stands in a state file beside variables. */
interface Told {
  job: string;
  progress: string;
}

const digestOf = ({ job = '', progress = '' }: Partial<Told>) => createHash('sha256').update(job).update(progress);
const noDigest = '0'.repeat(createHash('sha256').digest('hex').length);

/**
 * Writes all variables' values into a file.
 * @throws an error of the system where it cannot be written
 */
export async function writeState(
  file: FileHandle,
  told: Told,
  variables: readonly Variable[],
  program: StepExecutor,
): Promise<void> {
  const entries = new Map(
    variables.map(({ name, shape, layout, dtype }): [string, HeaderEntry] => [
      name,
      { dtype: dtype === 'int32' ? 'I64' : 'F32', shape: torchShape(shape, layout) },
    ]),
  );
  const header = (digest: string) => serializeHeader(entries, { ...told, digest });
  await file.writeFile(header(noDigest));
  const digest = digestOf(told);
  for (const values of valuesOf(variables, program)) {
    digest.update(viewOf(values));
    await file.writeFile(storedBytes(values));
  }
  // Now it is known; the header's length does not depend on it.
  const whole = header(digest.digest('hex'));
  const { bytesWritten } = await file.write(whole, 0, whole.length, 0);
  if (bytesWritten < whole.length) throw new Error('the header was cut off');
}

/** All values in the file's order and PyTorch's layout, tables piece by piece. */
function* valuesOf(variables: readonly Variable[], program: StepExecutor): Generator<Values> {
  const plain = program.read(variables.filter(({ isTable }) => !isTable));
  for (const variable of variables) {
    if (variable.isTable) for (const piece of piecesOf(variable.shape)) yield program.readRows(variable, piece);
    else yield toTorch(plain.get(variable.name)!, variable.shape, variable.layout);
  }
}

/**
 * Reads a state file to its end.
 * @returns nothing where there is no such file
 * @throws Problem where it is not whole
 */
export async function readState(path: string, variables: readonly Variable[]): Promise<StateFile | undefined> {
  const file = await openIfThere(path);
  if (!file) return undefined;
  try {
    const { tensors: shapes, metadata } = file.header;
    const tables = new Set(variables.filter(({ isTable }) => isTable).map(({ name }) => name));
    const digest = digestOf(metadata);
    const tensors = new Map<string, StoredTensor>();
    for (const name of shapes.keys()) {
      if (tables.has(name)) await digestPieces(file, name, digest);
      else {
        const tensor = await file.read(name);
        digest.update(viewOf(tensor.values));
        tensors.set(name, tensor);
      }
    }
    return { metadata, digest: digest.digest('hex'), tensors, shapes };
  } finally {
    await file.close();
  }
}

async function digestPieces(file: TensorReader, name: string, digest: Hash): Promise<void> {
  for await (const { values } of file.pieces(name)) digest.update(viewOf(values));
}

async function openIfThere(path: string): Promise<TensorReader | undefined> {
  try {
    return await TensorReader.open(path);
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Gives a program's tables the values that a state file has for them. */
export async function restoreTables(path: string, tables: readonly Variable[], program: StepExecutor): Promise<void> {
  if (tables.length === 0) return;
  const file = await TensorReader.open(path);
  try {
    for (const table of tables) {
      for await (const { piece, values } of file.pieces(table.name)) program.writeRows(table, piece.first, values);
    }
  } finally {
    await file.close();
  }
}
