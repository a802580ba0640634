import { hashText } from '../../model/engine/random.ts';
import { sizeOf } from '../../model/engine/shape.ts';

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

/** `offset + scale * u(i)`, in float64 until the end: rounding before the addition would move the last bit. */
function filled(size: number, hash: number, scale: number, offset: number): Float32Array {
  const values = new Float32Array(size);
  for (let index = 0; index < size; index++) values[index] = offset + scale * unit(hash, index);
  return values;
}

/**
 * The images of one pass of a trajectory, `2 u(i)`: they have names as weights have.
 * @param pass counted from the case's `step_offset`
 * @param salt stands before every name in the hash, as in `Scheme`
 */
export function formulaImages(pass: number, size: number, salt: string): Float32Array {
  const hash = hashText(`${salt}input${pass}`);
  return filled(size, hash, 2, 0);
}

export const schemeNames = ['hash', 'sin'] as const;

/** Which formula a case's weights follow. */
export interface Scheme {
  name: (typeof schemeNames)[number];
  /** Stands before every name in the hash; another set of vectors has another. */
  salt: string;
}

/** The value of a parameter or buffer in the parity vectors, in PyTorch's layout; `name` is PyTorch's. */
export function formulaWeight(name: string, torchShape: readonly number[], scheme: Scheme): Float32Array | Int32Array {
  if (name.endsWith('num_batches_tracked')) return new Int32Array(1);
  const size = sizeOf(torchShape);
  if (scheme.name === 'sin') return sineWeight(name, torchShape, size);
  const hash = hashText(scheme.salt + name);
  const draw = (scale: number, offset: number) => filled(size, hash, scale, offset);
  if (torchShape.length > 1) return draw(Math.sqrt(6 / sizeOf(torchShape.slice(1))), 0);
  if (name.endsWith('running_var')) return draw(0.2, 1);
  if (name.endsWith('weight')) return draw(0.1, 1);
  return draw(0.1, 0);
}

/** The formula of older cases, which say `"scheme": "sin"`; only linear layers have it. */
function sineWeight(name: string, torchShape: readonly number[], size: number): Float32Array {
  const sum = Array.from(name).reduce((sum, character, place) => sum + (place + 1) * character.charCodeAt(0), 0);
  const scale = torchShape.length > 1 ? Math.sqrt(2 / torchShape[1]!) : 0.1;
  return Float32Array.from({ length: size }, (_, index) => scale * Math.sin(0.7 * index + 0.01 * (sum % 1000)));
}
