import { decodeNumbers, type NumberTypeName } from './number-types.ts';
import { brokenTensors, headerLength, lengthBytes, parseHeader, serializeHeader } from './safetensors-header.ts';
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
  // A plain view, because a Buffer's slice() would not copy.
  const file = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = lengthBytes + headerLength(file, file.length, source);
  const header = parseHeader(file.subarray(lengthBytes, end), file.length, source);
  const tensors = new Map<string, StoredTensor>();
  for (const [name, { dtype, shape, from, to }] of header.tensors) {
    const values = decodeNumbers(dtype, file.subarray(from, to));
    if (!values) throw brokenTensors(source, `the tensor "${name}" holds an integer of more than 32 bits`);
    tensors.set(name, { shape, values });
  }
  return { tensors, metadata: header.metadata };
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
