import { BufferReader } from 'pickleparser';

/** The opcode of an integer of up to 255 bytes; their number follows it, then they, little-endian, in two's complement. */
const long1 = 0x8a;
/** 2 ** 53 - 1, as such bytes. */
const largest = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x1f, 0);

/**
 * Reads a pickle for `pickleparser`. That refuses integers of more than 64 bits, takes negative ones for positive ones, and prints
 * a line on the terminal for each that JavaScript's numbers do not hold. Weights need none of these, but a seed beside them
 * may be one: they are read as the largest whole number.
 */
export class PickleReader extends BufferReader {
  readonly #pickle: Uint8Array;

  constructor(pickle: Uint8Array) {
    super(pickle);
    this.#pickle = pickle;
  }

  override bytes(length: number): Uint8Array {
    const [opcode, count] = this.#pickle.subarray(Math.max(0, this.position - 2), this.position);
    const found = super.bytes(length) as Uint8Array;
    return opcode === long1 && count === length && !isSafe(found) ? largest : found;
  }

  /** A length. */
  override uint64(): number {
    const low = this.uint32();
    const number = low + 2 ** 32 * this.uint32();
    if (Number.isSafeInteger(number)) return number;
    throw new RangeError(`a part of ${number} bytes`);
  }
}

/** Is it an integer from 0 to 2 ** 53 - 1? */
function isSafe(integer: Uint8Array): boolean {
  const isNegative = (integer.at(-1) ?? 0) >= 0x80;
  return !isNegative && integer.subarray(6).every((byte, place) => (place === 0 ? byte <= 0x1f : byte === 0));
}
