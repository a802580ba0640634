import type { NumberTypeName } from './number-types.ts';
import {
  headerLength,
  lengthBytes,
  type PlacedEntry,
  parseHeader,
  serializeHeader,
  valuesIn,
} from './safetensors-header.ts';
import type { Values } from './variable.ts';

export interface StoredTensor {
  shape: readonly number[];
  values: Values;
}

export interface TensorFile {
  tensors: Map<string, StoredTensor>;
  metadata: Record<string, string>;
}

/**
 * Reads a safetensors file that is in memory.
 * @param source the file's name, for messages
 * @throws Problem where the bytes are not a whole safetensors file
 */
export function parseTensors(bytes: Uint8Array, source: string): TensorFile {
  const { tensors, metadata } = openTensors(bytes, source);
  return {
    tensors: new Map(Array.from(tensors, ([name, { shape, read }]) => [name, { shape, values: read() }])),
    metadata,
  };
}

/**
 * The same, with each tensor read when it is asked for.
 * @throws Problem where the bytes are not a whole safetensors file; `read` where its values cannot be read
 */
export function openTensors(bytes: Uint8Array, source: string) {
  // A plain view, because a Buffer's slice() would not copy.
  const file = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = lengthBytes + headerLength(file, file.length, source);
  const { tensors, metadata } = parseHeader(file.subarray(lengthBytes, end), file.length, source);
  const reader = ([name, entry]: [string, PlacedEntry]) => {
    const read = () => valuesIn(entry, file.subarray(entry.from, entry.to), name, source);
    return [name, { shape: entry.shape, read }] as const;
  };
  return { tensors: new Map(Array.from(tensors, reader)), metadata };
}

/** The bytes of a file with these tensors, in their order; integers are stored as I64, as PyTorch's counters are. */
export function serializeTensors({ tensors, metadata }: TensorFile): Uint8Array {
  const entries = new Map(
    [...tensors].map(([name, { shape, values }]) => [name, { dtype: storedType(values), shape }] as const),
  );
  const parts = Array.from(tensors.values(), ({ values }) => storedBytes(values));
  return Buffer.concat([serializeHeader(entries, metadata), ...parts]);
}

/** As what values are stored. */
export function storedType(values: Values): NumberTypeName {
  return values instanceof Int32Array ? 'I64' : 'F32';
}

/** The bytes that values become in a file. */
export function storedBytes(values: Values): Uint8Array {
  return viewOf(values instanceof Int32Array ? BigInt64Array.from(values, BigInt) : values);
}

/** The bytes of an array, which share its memory. */
export function viewOf({ buffer, byteOffset, byteLength }: NodeJS.TypedArray): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
