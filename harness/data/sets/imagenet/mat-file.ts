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

/** Bytes that a compressed array may have, far more than those of ImageNet's classes. */
const mostBytes = 2 ** 24;

/**
 * The structures of the first array in a MATLAB file of level 5 (little-endian, as all are today).
 * @throws Error where it is none, or damaged
 */
export function structuresIn(file: Buffer): Record<string, Field>[] {
  try {
    return structuresOf(firstArray(file.subarray(128)));
  } catch (cause) {
    // A damaged one may lead anywhere, as to a number beyond its end.
    throw new Error('its array of structures cannot be read', { cause });
  }
}

function firstArray(bytes: Buffer): Element | undefined {
  const [first] = elementsIn(bytes);
  if (first?.type !== type.compressed) return first;
  const [array] = elementsIn(inflateSync(first.data, { maxOutputLength: mostBytes }));
  return array;
}

function structuresOf(array: Element | undefined): Record<string, Field>[] {
  if (array?.type !== type.matrix) throw new TypeError('no array is in it');
  const [flags, sizes, , nameLength, names, ...fields] = elementsIn(array.data);
  if (flags!.data[0] !== arrayClass.struct) throw new TypeError('its array is not of structures');
  const [length] = numbersIn(nameLength!);
  const text = names!.data.toString('latin1');
  const all = Array.from({ length: text.length / length! }, (_, i) =>
    text.slice(i * length!, (i + 1) * length!).replace(/\0.*$/s, ''),
  );
  const count = numbersIn(sizes!).reduce((product, size) => product * size);
  if (count * all.length !== fields.length) throw new RangeError('its array has fewer fields than it says');
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
function* elementsIn(bytes: Buffer): Generator<Element> {
  for (let place = 0; place + 8 <= bytes.length; ) {
    const tag = bytes.readUInt32LE(place);
    const isSmall = tag > 0xffff;
    const length = isSmall ? tag >>> 16 : bytes.readUInt32LE(place + 4);
    const start = place + (isSmall ? 4 : 8);
    yield { type: tag & 0xffff, data: bytes.subarray(start, start + length) };
    place = isSmall ? place + 8 : start + Math.ceil(length / 8) * 8;
  }
}
