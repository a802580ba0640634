import { z } from 'zod';
import { exitCode, Problem } from '../problem.ts';
import { decodeNumbers, type NumberTypeName, numberTypes } from './number-types.ts';
import { sizeOf } from './shape.ts';
import type { Values } from './variable.ts';

/**
 * The safetensors format: eight bytes with the header's length, a JSON header, the tensors' bytes (little-endian, C
 * order). PyTorch's users read and write it with the package `safetensors`.
 */
const entrySchema = z.object({
  dtype: z.enum(Object.keys(numberTypes) as NumberTypeName[]),
  shape: z.array(z.number().int().nonnegative()),
  data_offsets: z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]),
});
const headerSchema = z
  .object({ __metadata__: z.record(z.string(), z.string()).optional() })
  .catchall(entrySchema.or(z.never()));

export interface StoredTensor {
  shape: readonly number[];
  values: Values;
}

export interface TensorFile {
  tensors: Map<string, StoredTensor>;
  metadata: Record<string, string>;
}

/**
 * @param source the file's name, for messages
 * @throws Problem where the bytes are not a whole safetensors file
 */
export function parseTensors(bytes: Uint8Array, source: string): TensorFile {
  const broken = (why: string) =>
    new Problem(`${source} is not a whole safetensors file: ${why}`, 'Restore it or make it again', exitCode.data);
  if (bytes.length < 8) throw broken(`it has ${bytes.length} bytes`);
  const headerLength = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (headerLength > bytes.length - 8) throw broken('its header is cut off');
  let header: z.infer<typeof headerSchema>;
  try {
    header = headerSchema.parse(JSON.parse(Buffer.from(bytes.subarray(8, 8 + headerLength)).toString()));
  } catch {
    throw broken('its header cannot be read');
  }
  const start = bytes.byteOffset + 8 + headerLength;
  // A plain view, because a Buffer's slice() would not copy.
  const data = new Uint8Array(bytes.buffer, start, bytes.length - 8 - headerLength);
  const tensors = new Map<string, StoredTensor>();
  const { __metadata__: metadata = {}, ...entries } = header;
  for (const [
    name,
    {
      dtype,
      shape,
      data_offsets: [from, to],
    },
  ] of Object.entries(entries)) {
    const count = sizeOf(shape);
    if (to > data.length) throw broken(`the tensor "${name}" is cut off`);
    if (to - from !== count * numberTypes[dtype].bytes)
      throw broken(`the tensor "${name}" has another size than its shape`);
    const values = decodeNumbers(dtype, data.subarray(from, to));
    if (!values) throw broken(`the tensor "${name}" holds an integer of more than 32 bits`);
    tensors.set(name, { shape, values });
  }
  return { tensors, metadata };
}

/** The bytes of a file with these tensors, in their order; integers are stored as I64, as PyTorch's counters are. */
export function serializeTensors({ tensors, metadata }: TensorFile): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const [name, { shape, values }] of tensors) {
    const stored = values instanceof Int32Array ? BigInt64Array.from(values, BigInt) : values;
    const dtype = values instanceof Int32Array ? 'I64' : 'F32';
    header[name] = { dtype, shape, data_offsets: [offset, offset + stored.byteLength] };
    parts.push(new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength));
    offset += stored.byteLength;
  }
  const text = JSON.stringify(header);
  // The data starts at a multiple of eight bytes, as the format asks.
  const padded = Buffer.from(text.padEnd(Math.ceil(Buffer.byteLength(text) / 8) * 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  return Buffer.concat([length, padded, ...parts]);
}
