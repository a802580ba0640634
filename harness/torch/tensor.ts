import { z } from 'zod';
import { decodeNumbers, numberTypes } from '../engine/number-types.ts';
import { sizeOf } from '../engine/shape.ts';
import type { Values } from '../engine/variable.ts';
import { Storage } from './storage.ts';

/** A view of a storage, as PyTorch has it. */
export class Tensor {
  constructor(
    readonly storage: Storage,
    /** The place of its first number in the storage. */
    readonly offset: number,
    readonly shape: readonly number[],
    /** How many numbers further on the next one stands, along each axis. */
    readonly strides: readonly number[],
  ) {
    // A pickle could set fields of it, after they were checked.
    Object.freeze(this);
  }
}

const counts = z.array(z.int().min(0)).max(64);
const argumentsSchema = z.tuple([z.instanceof(Storage), z.int().min(0), counts, counts], z.unknown());

/**
 * What `torch._utils._rebuild_tensor_v2` makes of its arguments.
 * @throws Error where they make no tensor, or one that its storage does not hold
 */
export function rebuildTensor(...values: unknown[]): Tensor {
  const [storage, offset, shape, strides] = argumentsSchema.parse(values);
  if (shape.length !== strides.length) throw new RangeError('a tensor has another number of axes than of strides');
  const tensor = new Tensor(storage, storage.start + offset, shape, strides);
  if (endOf(tensor) > storage.length) throw new RangeError('a tensor reaches beyond its storage');
  return tensor;
}

/** The place behind its last number in the storage. */
function endOf({ offset, shape, strides }: Tensor): number {
  if (sizeOf(shape) === 0) return 0;
  return shape.reduce((last, size, axis) => last + (size - 1) * strides[axis]!, offset) + 1;
}

/**
 * A tensor's values in C order, whatever its strides.
 * @param bytes of the whole storage
 * @returns undefined where an integer does not fit 32 bits
 */
export function valuesOf(tensor: Tensor, bytes: Uint8Array): Values | undefined {
  const { storage, offset, shape, strides } = tensor;
  const size = numberTypes[storage.type].bytes;
  const span = decodeNumbers(storage.type, bytes.subarray(offset * size, Math.max(offset, endOf(tensor)) * size));
  return span && (isContiguous(shape, strides) ? span : gather(span, shape, strides));
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
