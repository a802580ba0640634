import { hashText } from '../engine/random.ts';

/** The pseudo-random number in [-1, 1) at a place of a tensor, as the parity vectors define it (README beside them). */
function unit(hash: number, index: number): number {
  let x = (hash + index) >>> 0;
  x ^= x >>> 16;
  x = Math.imul(x, 0x85ebca6b);
  x ^= x >>> 13;
  x = Math.imul(x, 0xc2b2ae35);
  x ^= x >>> 16;
  return (x >>> 0) / 2 ** 31 - 1;
}

const sizeOf = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);

/** `scale * u(i)` for every place of a tensor. */
export function formulaInput(name: string, size: number, scale: number): Float32Array {
  const hash = hashText(name);
  return Float32Array.from({ length: size }, (_, index) => scale * unit(hash, index));
}

/**
 * The value of a parameter or buffer in the parity vectors, in PyTorch's layout.
 * @param name PyTorch's name
 * @param salt another set of vectors has another
 */
export function formulaWeight(name: string, torchShape: readonly number[], salt = ''): Float32Array | Int32Array {
  if (name.endsWith('num_batches_tracked')) return new Int32Array(1);
  const size = sizeOf(torchShape);
  const draw = (scale: number, offset: number) =>
    formulaInput(salt + name, size, scale).map((value, index) =>
      // In float64 first: rounding the offset sum twice would move the last bit.
      offset ? offset + scale * unit(hashText(salt + name), index) : value,
    );
  if (torchShape.length > 1) return draw(Math.sqrt(6 / sizeOf(torchShape.slice(1))), 0);
  if (name.endsWith('running_var')) return draw(0.2, 1);
  if (name.endsWith('weight')) return draw(0.1, 1);
  return draw(0.1, 0);
}
