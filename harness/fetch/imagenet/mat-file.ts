import { inflateSync } from 'node:zlib';

/** The data types and array classes of MATLAB's "MAT-File Format", level 5, that are needed. */
const type = { matrix: 14, compressed: 15 };
const arrayClass = { struct: 2, text: 4 };
const numbers = new Map<number, { bytes: number; read(from: DataView, place: number): number }>([
  [1, { bytes: 1, read: (from, place) => from.getInt8(place) }],
  [2, { bytes: 1, read: (from, place) => from.getUint8(place) }],
  [3, { bytes: 2, read: (from, place) => from.getInt16(place, true) }],
  [4, { bytes: 2, read: (from, place) => from.getUint16(place, true) }],
  [5, { bytes: 4, read: (from, place) => from.getInt32(place, true) }],
  [6, { bytes: 4, read: (from, place) => from.getUint32(place, true) }],
  [7, { bytes: 4, read: (from, place) => from.getFloat32(place, true) }],
  [9, { bytes: 8, read: (from, place) => from.getFloat64(place, true) }],
  // UTF-8 and UTF-16, of which only what ASCII has is read.
  [16, { bytes: 1, read: (from, place) => from.getUint8(place) }],
  [17, { bytes: 2, read: (from, place) => from.getUint16(place, true) }],
]);

interface Element {
  type: number;
  data: Buffer;
}

/** A field of a structure: its numbers, or its text. What is neither is left aside. */
export type Field = number[] | string | undefined;

/**
 * The structures of the first array in a MATLAB file of level 5 (little-endian, as all are today).
 * Errors are those of reading beyond the end, where it is none.
 */
export function structuresIn(file: Buffer): Record<string, Field>[] {
  const [first] = elementsIn(file.subarray(128));
  if (first?.type !== type.matrix) throw new Error('no array is in it');
  const [flags, sizes, , nameLength, names, ...fields] = elementsIn(first.data);
  if (flags!.data[0] !== arrayClass.struct) throw new Error('its array is not of structures');
  const [length] = numbersIn(nameLength!);
  const text = names!.data.toString('latin1');
  const all = Array.from({ length: text.length / length! }, (_, i) =>
    text.slice(i * length!, (i + 1) * length!).replace(/\0.*$/s, ''),
  );
  const count = numbersIn(sizes!).reduce((product, size) => product * size);
  return Array.from({ length: count }, (_, structure) =>
    Object.fromEntries(all.map((name, i) => [name, fieldIn(fields[structure * all.length + i]!)])),
  );
}

function fieldIn({ data }: Element): Field {
  const [flags, , , values] = elementsIn(data);
  if (!values || !numbers.has(values.type)) return undefined;
  const found = numbersIn(values);
  return flags!.data[0] === arrayClass.text ? String.fromCharCode(...found) : found;
}

function numbersIn({ type, data }: Element): number[] {
  const { bytes, read } = numbers.get(type)!;
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  return Array.from({ length: data.length / bytes }, (_, i) => read(view, i * bytes));
}

/** The elements one after the other: a tag, then data, filled up to eight bytes; up to four bytes stand in the tag itself. */
function elementsIn(bytes: Buffer): Element[] {
  const elements: Element[] = [];
  for (let place = 0; place + 8 <= bytes.length; ) {
    const tag = bytes.readUInt32LE(place);
    const isSmall = tag > 0xffff;
    const length = isSmall ? tag >>> 16 : bytes.readUInt32LE(place + 4);
    const start = place + (isSmall ? 4 : 8);
    const data = bytes.subarray(start, start + length);
    const isCompressed = tag === type.compressed;
    elements.push(...(isCompressed ? elementsIn(inflateSync(data)) : [{ type: tag & 0xffff, data }]));
    place = isSmall ? place + 8 : start + (isCompressed ? length : Math.ceil(length / 8) * 8);
  }
  return elements;
}
