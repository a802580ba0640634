import type { Values } from './variable.ts';

/**
 * The number types of tensors in files, by the names that safetensors gives them. The engine computes in float32 and
 * counts in int32: floats are rounded to the nearest float32, integers must fit.
 */
interface NumberType {
  /** Bytes of one number. */
  bytes: number;
  /** Reads numbers that lie one after the other, little-endian, in a buffer of their own. */
  decode(buffer: ArrayBuffer): Values | undefined;
}

export const numberTypes = {
  F64: { bytes: 8, decode: (buffer) => Float32Array.from(new Float64Array(buffer)) },
  F32: { bytes: 4, decode: (buffer) => new Float32Array(buffer) },
  F16: { bytes: 2, decode: (buffer) => Float32Array.from(new Uint16Array(buffer), halfOf) },
  // The upper half of a float32.
  BF16: {
    bytes: 2,
    decode: (buffer) => new Float32Array(Uint32Array.from(new Uint16Array(buffer), (bits) => bits << 16).buffer),
  },
  I64: { bytes: 8, decode: (buffer) => smallIntegers(new BigInt64Array(buffer)) },
  I32: { bytes: 4, decode: (buffer) => new Int32Array(buffer) },
  I16: { bytes: 2, decode: (buffer) => Int32Array.from(new Int16Array(buffer)) },
  I8: { bytes: 1, decode: (buffer) => Int32Array.from(new Int8Array(buffer)) },
  U8: { bytes: 1, decode: (buffer) => Int32Array.from(new Uint8Array(buffer)) },
  U16: { bytes: 2, decode: (buffer) => Int32Array.from(new Uint16Array(buffer)) },
  U32: { bytes: 4, decode: (buffer) => smallIntegers(BigInt64Array.from(new Uint32Array(buffer), BigInt)) },
  U64: { bytes: 8, decode: (buffer) => smallIntegers(new BigUint64Array(buffer)) },
  BOOL: { bytes: 1, decode: (buffer) => Int32Array.from(new Uint8Array(buffer)) },
} satisfies Record<string, NumberType>;

export type NumberTypeName = keyof typeof numberTypes;

export function isNumberType(name: string): name is NumberTypeName {
  return Object.hasOwn(numberTypes, name);
}

/**
 * Reads all numbers of `bytes`, wherever these begin.
 * @returns undefined where an integer does not fit 32 bits
 */
export function decodeNumbers(type: NumberTypeName, bytes: Uint8Array): Values | undefined {
  // A copy, because typed arrays must start at a multiple of their element's size; a Buffer's own slice() is none.
  return numberTypes[type].decode(Uint8Array.prototype.slice.call(bytes).buffer);
}

/** IEEE 754's binary16: a sign, five bits of exponent, ten of fraction. */
function halfOf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = (bits & 0x3ff) / 1024;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -14 : (1 + fraction) * 2 ** (exponent - 15));
}

function smallIntegers(integers: BigInt64Array | BigUint64Array): Int32Array | undefined {
  const fit = integers.every((value: bigint) => BigInt.asIntN(32, value) === value);
  return fit ? Int32Array.from(integers as Iterable<bigint>, Number) : undefined;
}
