import { z } from 'zod';
import type { ElementType } from './element-type.ts';

/** A storage class, as a pickle's `torch.FloatStorage` is read. */
export class StorageClass {
  constructor(readonly element: ElementType) {
    Object.freeze(this);
  }
}

/** A run of numbers in a checkpoint, of which tensors are views. */
export class Storage {
  constructor(
    /** Its name in the file. */
    readonly key: string,
    readonly element: ElementType,
    /** How many numbers the file holds under that name. */
    readonly length: number,
    /** Files of before PyTorch 0.4 may hold a storage that is a part of another one: the first of its numbers there. */
    readonly start: number = 0,
  ) {
    // A pickle could set fields of it, after they were checked.
    Object.freeze(this);
  }

  get bytes(): number {
    return this.length * this.element.bytes;
  }
}

const count = z.int().min(0);

/** What stands in a pickle in a storage's place: its name, and where the part of it begins that is meant. */
const referenceSchema = z.tuple([
  z.literal('storage'),
  z.instanceof(StorageClass),
  z.string(),
  // The device that it was on.
  z.unknown(),
  count,
  z.tuple([z.unknown(), count, count]).nullish(),
]);

/** The storage that a pickle's persistent id stands for. */
export function storageOf(persistentId: unknown): Storage {
  const padded = Array.isArray(persistentId) && persistentId.length === 5 ? [...persistentId, null] : persistentId;
  const [, { element }, key, , length, view] = referenceSchema.parse(padded);
  return new Storage(key, element, length, view?.[1]);
}
