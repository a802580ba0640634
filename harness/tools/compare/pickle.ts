/** What a pickle of ours may hold: what CIFAR-100's files in Python's form are made of. */
export type Pickled = string | number | Uint8Array | readonly Pickled[] | { readonly [name: string]: Pickled };

const opcode = {
  protocol: 0x80,
  stop: 0x2e,
  mark: 0x28,
  emptyDictionary: 0x7d,
  setItems: 0x75,
  emptyList: 0x5d,
  appends: 0x65,
  text: 0x58,
  byte: 0x4b,
  bytearray: 0x96,
} as const;

/**
 * The pickle of a value, in protocol 5, which Python 3.8 and newer read. Bytes become a bytearray, which NumPy takes for an array
 * of them.
 */
export function pickle(value: Pickled): Buffer {
  return Buffer.concat([Buffer.of(opcode.protocol, 5), ...partsOf(value), Buffer.of(opcode.stop)]);
}

function partsOf(value: Pickled): Uint8Array[] {
  if (typeof value === 'string') {
    const text = Buffer.from(value);
    return [Buffer.of(opcode.text), lengthOf(text, 4), text];
  }
  if (typeof value === 'number') {
    if (!Number.isInteger(value) || value < 0 || value > 255) throw new Error(`${value} does not fit into a byte`);
    return [Buffer.of(opcode.byte, value)];
  }
  if (value instanceof Uint8Array) return [Buffer.of(opcode.bytearray), lengthOf(value, 8), value];
  if (isList(value)) {
    return [Buffer.of(opcode.emptyList, opcode.mark), ...value.flatMap(partsOf), Buffer.of(opcode.appends)];
  }
  const items = Object.entries(value).flatMap(([name, item]) => [...partsOf(name), ...partsOf(item)]);
  return [Buffer.of(opcode.emptyDictionary, opcode.mark), ...items, Buffer.of(opcode.setItems)];
}

const isList = (value: Pickled): value is readonly Pickled[] => Array.isArray(value);

/** A little-endian number of that many bytes. */
function lengthOf({ length }: Uint8Array, bytes: 4 | 8): Buffer {
  const number = Buffer.alloc(bytes);
  number.writeUInt32LE(length);
  return number;
}
