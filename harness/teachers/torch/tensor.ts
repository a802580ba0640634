import { z } from 'zod';
import { shown } from '../../base/shown.ts';
import { decodeNumbers, type NumberTypeName } from '../../model/engine/number-types.ts';
import { sizeOf } from '../../model/engine/shape.ts';
import type { Values } from '../../model/engine/variable.ts';
import { type ElementType, elementTypes } from './element-type.ts';
import { Storage } from './storage.ts';
import { type Unreadable, unknownMark, unreadableType } from './unreadable.ts';

/** A view of a storage, as PyTorch has it. */
export class TorchTensor {
  constructor(
    readonly storage: Storage,
    readonly type: NumberTypeName,
    /** The bytes of a number. */
    readonly width: number,
    /** The place of its first number in the storage, in numbers. */
    readonly offset: number,
    readonly shape: readonly number[],
    /** How many numbers further on the next one stands, along each axis. */
    readonly strides: readonly number[],
    /** Are its values the storage's with the other sign? */
    readonly isNegated = false,
  ) {
    // A pickle could set fields of it, after they were checked.
    Object.freeze(this);
  }
}

/** A view may have more numbers than its storage, as `expand()` makes them; up to that many of these are given memory. */
const mostRepeated = 2 ** 24;

const counts = z.array(z.int().min(0)).max(64);
const place = [z.instanceof(Storage), z.int().min(0), counts, counts] as const;
/** Behind its place: does it want a gradient, and its hooks. Neither changes its numbers; what follows may. */
const unused = [z.unknown().optional(), z.unknown().optional()] as const;
const ofStorageSchema = z.tuple([...place, ...unused], z.unknown());
const ofBytesSchema = z.tuple(
  [...place, ...unused, z.custom<ElementType>((type) => elementTypes.get((type as ElementType)?.name) === type)],
  z.unknown(),
);

/**
 * What `torch._utils._rebuild_tensor` and `_rebuild_tensor_v2` make of their arguments: a tensor of its storage's number type.
 * @throws Error where they make no tensor, or one that its storage does not hold
 */
export function rebuildTensor(...values: unknown[]): TorchTensor | Unreadable {
  const [storage, offset, shape, strides, , , ...further] = ofStorageSchema.parse(values);
  return viewOf(storage, storage.element, [storage.start + offset, shape, strides], further);
}

/**
 * What `torch._utils._rebuild_tensor_v3` makes of its arguments: a tensor of a number type of its own.
 * @throws Error where they make no tensor, or one that its storage does not hold
 */
export function rebuildTypedTensor(...values: unknown[]): TorchTensor | Unreadable {
  const [storage, offset, shape, strides, , , element, ...further] = ofBytesSchema.parse(values);
  return viewOf(storage, element, [storage.start + offset, shape, strides], further);
}

function viewOf(
  storage: Storage,
  { name, bytes, type }: ElementType,
  [offset, shape, strides]: [number, number[], number[]],
  [flags, ...further]: unknown[],
): TorchTensor | Unreadable {
  if (shape.length !== strides.length) throw new RangeError('a tensor has another number of axes than of strides');
  if (endOf({ offset, shape, strides }) * bytes > storage.bytes) {
    throw new RangeError('a tensor reaches beyond its storage');
  }
  if (sizeOf(shape) > Math.max(storage.length, mostRepeated)) {
    throw new RangeError('a tensor repeats its storage more often than any network needs');
  }
  if (!type) return unreadableType(name, shape);
  const set = flagsIn(flags);
  const unknown = set.find((flag) => flag !== 'neg' && flag !== 'conj');
  if (unknown !== undefined) return unknownMark(`the flag ${shown(unknown)}`, shape);
  if (further.length > 0) return unknownMark('a mark of a newer PyTorch', shape);
  // A real number is its own conjugate.
  return new TorchTensor(storage, type, bytes, offset, shape, strides, set.includes('neg'));
}

/** The names of the flags that are set, as `torch._utils.get_tensor_metadata` gives them. */
function flagsIn(flags: unknown): string[] {
  if (flags === undefined || flags === null) return [];
  const entries = Array.from(z.instanceof(Map).parse(flags) as Map<unknown, unknown>);
  return entries.filter(([, value]) => value !== false).map(([flag]) => String(flag));
}

/** The place behind its last number in the storage. */
function endOf({ offset, shape, strides }: Pick<TorchTensor, 'offset' | 'shape' | 'strides'>): number {
  if (sizeOf(shape) === 0) return 0;
  return shape.reduce((last, size, axis) => last + (size - 1) * strides[axis]!, offset) + 1;
}

/**
 * A tensor's values in C order, whatever its strides.
 * @param bytes of the whole storage
 * @returns undefined where an integer does not fit 32 bits
 */
export function valuesOf(tensor: TorchTensor, bytes: Uint8Array): Values | undefined {
  const { type, width, offset, shape, strides, isNegated } = tensor;
  const span = decodeNumbers(type, bytes.subarray(offset * width, Math.max(offset, endOf(tensor)) * width));
  const values = span && (isContiguous(shape, strides) ? span : gather(span, shape, strides));
  return isNegated ? values?.map((value) => -value) : values;
}

function isContiguous(shape: readonly number[], strides: readonly number[]): boolean {
  return shape.every((size, axis) => size === 1 || strides[axis] === sizeOf(shape.slice(axis + 1)));
}

function gather(span: Values, shape: readonly number[], strides: readonly number[]): Values {
  const count = sizeOf(shape);
  const gathered = span instanceof Float32Array ? new Float32Array(count) : new Int32Array(count);
  const index = shape.map(() => 0);
  let source = 0;
  for (let target = 0; target < count; target++) {
    gathered[target] = span[source]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis]!++;
      source += strides[axis]!;
      if (index[axis]! < shape[axis]!) break;
      source -= index[axis]! * strides[axis]!;
      index[axis] = 0;
    }
  }
  return gathered;
}
