import { z } from 'zod';
import { exitCode, Problem } from '../problem.ts';
import { sizeOf } from './shape.ts';

/**
 * The safetensors format: eight bytes with the header's length, a JSON header, the tensors' bytes (little-endian, C
 * order). PyTorch's users read and write it with the package `safetensors`.
 */
const entrySchema = z.object({
  dtype: z.enum(['F32', 'I32', 'I64']),
  shape: z.array(z.number().int().nonnegative()),
  data_offsets: z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]),
});
const headerSchema = z
  .object({ __metadata__: z.record(z.string(), z.string()).optional() })
  .catchall(entrySchema.or(z.never()));

export interface StoredTensor {
  shape: readonly number[];
  values: Float32Array | Int32Array;
}

export interface TensorFile {
  tensors: Map<string, StoredTensor>;
  metadata: Record<string, string>;
}

const bytesPerValue = { F32: 4, I32: 4, I64: 8 };

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
    if (to - from !== count * bytesPerValue[dtype])
      throw broken(`the tensor "${name}" has another size than its shape`);
    // A copy, because typed arrays must start at a multiple of their element's size.
    const { buffer } = data.slice(from, to);
    const values =
      dtype === 'F32'
        ? new Float32Array(buffer)
        : dtype === 'I32'
          ? new Int32Array(buffer)
          : Int32Array.from(new BigInt64Array(buffer), Number);
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
