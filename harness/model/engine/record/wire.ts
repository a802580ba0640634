/**
 * Protocol buffers as bytes (https://protobuf.dev/programming-guides/encoding). The generated messages of TensorFlow.js
 * copy each byte several times over: a graph with a teacher of 30 MB took them 0.4 s at every start.
 */

/** The bytes of a message, in pieces that are joined once at the end. */
export class Wire {
  readonly pieces: Uint8Array[] = [];
  length = 0;

  #push(piece: Uint8Array): this {
    this.pieces.push(piece);
    this.length += piece.length;
    return this;
  }

  /** @param value an integer; negative ones as 64 bits */
  integer(field: number, value: number): this {
    return this.#push(Uint8Array.from([...varint(field * 8), ...varint(value)]));
  }

  /** A number of 32 bits. */
  float(field: number, value: number): this {
    const piece = new Uint8Array([...varint(field * 8 + 5), 0, 0, 0, 0]);
    new DataView(piece.buffer).setFloat32(piece.length - 4, value, true);
    return this.#push(piece);
  }

  bytes(field: number, value: Uint8Array): this {
    return this.#begin(field, value.length).#push(value);
  }

  text(field: number, value: string): this {
    return this.bytes(field, Buffer.from(value));
  }

  message(field: number, value: Wire): this {
    this.#begin(field, value.length);
    for (const piece of value.pieces) this.pieces.push(piece);
    this.length += value.length;
    return this;
  }

  #begin(field: number, length: number): this {
    return this.#push(Uint8Array.from([...varint(field * 8 + 2), ...varint(length)]));
  }

  /** All of it. */
  join(): Uint8Array {
    return Buffer.concat(this.pieces, this.length);
  }
}

/** An integer in groups of seven bits, the lowest first. */
function varint(value: number): number[] {
  if (value < 0) return bigVarint(BigInt.asUintN(64, BigInt(value)));
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
  return bytes;
}

function bigVarint(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) + 128);
  bytes.push(Number(rest));
  return bytes;
}
