import { z } from 'zod';
import { exitCode, Problem } from '../../base/problem.ts';
import { decodeNumbers, isNumberType, type NumberTypeName, numberTypes } from './number-types.ts';
import { sizeOf } from './shape.ts';
import type { Values } from './variable.ts';

/**
 * The safetensors format: eight bytes with the header's length, a JSON header, the tensors' bytes (little-endian, C
 * order). PyTorch's users read and write it with the package `safetensors`.
 */
const entrySchema = z.object({
  // Of tensors that nobody asks for, any: float8, complex numbers.
  dtype: z.string(),
  shape: z.array(z.number().int().nonnegative()),
  data_offsets: z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]),
});
const headerSchema = z
  .object({ __metadata__: z.record(z.string(), z.string()).optional() })
  .catchall(entrySchema.or(z.never()));

/** How many bytes say how long the header is. */
export const lengthBytes = 8;

/** A tensor that is to be written. */
export interface HeaderEntry {
  dtype: NumberTypeName;
  shape: readonly number[];
}

/** A tensor that a header describes, and its place: its first byte in the file, and the one behind its last. */
export interface PlacedEntry {
  dtype: string;
  shape: readonly number[];
  from: number;
  to: number;
}

export interface SafetensorsHeader {
  tensors: Map<string, PlacedEntry>;
  metadata: Record<string, string>;
}

/** The Problem of a file that is none, or not all of one. */
export function brokenTensors(source: string, why: string): Problem {
  return new Problem(`${source} is not a whole safetensors file: ${why}`, 'Restore it or make it again', exitCode.data);
}

/**
 * The header's length, from a file's first bytes.
 * @param fileBytes how many bytes the file has
 * @param source the file's name, for messages
 * @throws Problem where it has fewer than its header
 */
export function headerLength(first: Uint8Array, fileBytes: number, source: string): number {
  if (fileBytes < lengthBytes) throw brokenTensors(source, `it has ${fileBytes} bytes`);
  const length = Number(new DataView(first.buffer, first.byteOffset).getBigUint64(0, true));
  if (length > fileBytes - lengthBytes) throw brokenTensors(source, 'its header is cut off');
  return length;
}

/**
 * @param json the header without its length
 * @param fileBytes how many bytes the file has
 * @param source the file's name, for messages
 * @throws Problem where it cannot be read, or describes tensors that are not there
 */
export function parseHeader(json: Uint8Array, fileBytes: number, source: string): SafetensorsHeader {
  let header: z.infer<typeof headerSchema>;
  try {
    const told: object = JSON.parse(Buffer.from(json).toString());
    // An object of this name would be left out without a word.
    if (Object.hasOwn(told, '__proto__')) throw new Error('it has a tensor __proto__');
    header = headerSchema.parse(told);
  } catch {
    throw brokenTensors(source, 'its header cannot be read');
  }
  const { __metadata__: metadata = {}, ...entries } = header;
  const start = lengthBytes + json.length;
  const tensors = new Map<string, PlacedEntry>();
  for (const [name, { dtype, shape, data_offsets: offsets }] of Object.entries(entries)) {
    const [from, to] = [start + offsets[0], start + offsets[1]];
    if (to > fileBytes) throw brokenTensors(source, `the tensor "${name}" is cut off`);
    if (isNumberType(dtype) && to - from !== sizeOf(shape) * numberTypes[dtype].bytes) {
      throw brokenTensors(source, `the tensor "${name}" has another size than its shape`);
    }
    tensors.set(name, { dtype, shape, from, to });
  }
  return { tensors, metadata };
}

/**
 * A tensor's values.
 * @param bytes of all its numbers, or of some
 * @param source the file's name, for messages
 * @throws Problem where they are of a type that is not read, or an integer does not fit 32 bits
 */
export function valuesIn({ dtype }: PlacedEntry, bytes: Uint8Array, name: string, source: string): Values {
  const fail = (what: string, cure: string) =>
    new Problem(`In ${source} the tensor "${name}" holds ${what}`, cure, exitCode.data);
  if (!isNumberType(dtype)) throw fail(`numbers of the type ${dtype}, which are not read`, 'Save it again as float32');
  const values = decodeNumbers(dtype, bytes);
  if (values) return values;
  throw fail('an integer of more than 32 bits', 'Take a file of a network that is known here');
}

/** The first bytes of a file with these tensors, in their order: up to the first tensor's. */
export function serializeHeader(
  tensors: ReadonlyMap<string, HeaderEntry>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const [name, { dtype, shape }] of tensors) {
    const end = offset + sizeOf(shape) * numberTypes[dtype].bytes;
    header[name] = { dtype, shape, data_offsets: [offset, end] };
    offset = end;
  }
  const text = JSON.stringify(header);
  // The data starts at a multiple of eight bytes, as the format asks.
  const padded = Buffer.from(text.padEnd(Math.ceil(Buffer.byteLength(text) / 8) * 8));
  const length = Buffer.alloc(lengthBytes);
  length.writeBigUInt64LE(BigInt(padded.length));
  return Buffer.concat([length, padded]);
}
