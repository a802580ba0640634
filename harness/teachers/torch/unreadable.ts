/** A tensor whose numbers are not read here. A file may hold some; only a network that wants one is refused. */
export class Unreadable {
  constructor(
    /** What it is, as the end of a sentence: `is sparse`. */
    readonly what: string,
    /** How to come to a file that can be read. */
    readonly cure: string,
    /** Undefined where that is not known. */
    readonly shape: readonly number[] | undefined,
  ) {
    // A pickle could set fields of it.
    Object.freeze(this);
  }
}

const again = (how: string) => `Save it again as ${how}`;

/** Why tensors of a number type are not read, where that is so. */
export function unreadableType(name: string, shape: readonly number[]): Unreadable {
  if (/^q(u?)int/.test(name)) return quantised(shape);
  if (name.includes('complex'))
    return new Unreadable(`holds complex numbers (${name})`, 'Give weights that are real numbers', shape);
  return new Unreadable(`holds numbers of the type ${name}`, again('float32, such as by tensor.float()'), shape);
}

export function quantised(shape: readonly number[]): Unreadable {
  return new Unreadable('is quantised', again('float32, as the network was before it was quantised'), shape);
}

export function sparse(shape: readonly number[]): Unreadable {
  return new Unreadable('is sparse', again('a dense one, by tensor.to_dense()'), shape);
}

export function meta(shape: readonly number[]): Unreadable {
  return new Unreadable(
    'has no numbers, for it was on the meta device',
    again('one on the CPU, with its weights loaded'),
    shape,
  );
}

export function ofAnotherClass(shape: readonly number[]): Unreadable {
  return new Unreadable('is of a class of its own', again('a plain tensor'), shape);
}

export function ofAnotherDevice(): Unreadable {
  return new Unreadable('was kept as a NumPy array', again('a tensor on the CPU'), undefined);
}

/** @param mark what the file says about it that may change what its numbers are */
export function unknownMark(mark: string, shape: readonly number[]): Unreadable {
  return new Unreadable(
    `has ${mark}, whose meaning is not known here`,
    again('its own copy, by tensor.clone()'),
    shape,
  );
}
