import { ownAddOn } from './own-add-on.ts';

/** Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011). */
const multiplier0 = 0xd2511f53;
const multiplier1 = 0xcd9e8d57;
const weyl0 = 0x9e3779b9;
const weyl1 = 0xbb67ae85;

/** The upper 32 bits of the product of two unsigned 32-bit integers. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const low = (middle & 0xffff) + aLow * bHigh;
  return (aHigh * bHigh + (middle >>> 16) + (low >>> 16)) >>> 0;
}

/** Ten rounds: four 32-bit words from a counter of four words and a key of two, written over the counter. */
export function philox(words: Uint32Array, key0: number, key1: number): void {
  // Not as a list: that would go through an iterator.
  let w0 = words[0]!;
  let w1 = words[1]!;
  let w2 = words[2]!;
  let w3 = words[3]!;
  let k0 = key0;
  let k1 = key1;
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(multiplier0, w0);
    const low0 = Math.imul(multiplier0, w0);
    const high1 = multiplyHigh(multiplier1, w2);
    const low1 = Math.imul(multiplier1, w2);
    w0 = (high1 ^ w1 ^ k0) >>> 0;
    w1 = low1 >>> 0;
    w2 = (high0 ^ w3 ^ k1) >>> 0;
    w3 = low0 >>> 0;
    k0 = (k0 + weyl0) >>> 0;
    k1 = (k1 + weyl1) >>> 0;
  }
  words[0] = w0;
  words[1] = w1;
  words[2] = w2;
  words[3] = w3;
}

/** The add-on of random.cc, which draws what `RandomStream.choose` does. */
interface NativeRandom {
  /**
   * @param state both keys, and the step in two words
   * @param position how many words were drawn before
   * @returns how many are drawn afterwards
   */
  choose(values: Int32Array, chosen: Int32Array, state: Uint32Array, position: number): number;
}

/** FNV-1a, 32 bits, over a text in UTF-8. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/**
 * A stream of random numbers that depends on its seed, purpose and step alone, and on nothing that was drawn before:
 * a job that continues from a checkpoint draws what it would have drawn.
 */
export class RandomStream {
  #key0: number;
  #key1: number;
  #step: number;
  #block = 0;
  #words = new Uint32Array(4);
  #used = 4;
  #spare: number | undefined;

  /**
   * @param seed of the trial, 0 to 2^32 - 1
   * @param purpose such as `shuffle` or a parameter's name; streams of different purposes are independent
   * @param step such as the epoch's or the batch's number
   * @param isNative lets native code draw what it can: the same numbers
   */
  constructor(
    seed: number,
    purpose: string,
    step = 0,
    readonly isNative = true,
  ) {
    this.#key0 = seed >>> 0;
    this.#key1 = hashText(purpose);
    this.#step = step;
  }

  /** An integer from 0 to 2^32 - 1. */
  word(): number {
    if (this.#used === 4) {
      this.#words[0] = this.#block++;
      this.#words[1] = 0;
      this.#words[2] = this.#step;
      this.#words[3] = Math.floor(this.#step / 2 ** 32);
      philox(this.#words, this.#key0, this.#key1);
      this.#used = 0;
    }
    return this.#words[this.#used++]!;
  }

  /** A number in [0, 1). */
  uniform(): number {
    return this.word() / 2 ** 32;
  }

  /**
   * An integer in 0 .. count - 1, each as likely (Lemire's multiplication, with rejection).
   * @param count up to 2^21, so that its product with a word is exact
   */
  integer(count: number): number {
    for (;;) {
      const word = this.word();
      const low = Math.imul(word, count) >>> 0;
      // Most words are accepted without the slow remainder, which is less than the count.
      if (low >= count || low >= (2 ** 32 - count) % count) return Math.floor((word * count) / 2 ** 32);
    }
  }

  /** A standard normal number (Box and Muller's transform; each pair of draws serves twice). */
  normal(): number {
    if (this.#spare !== undefined) {
      const spare = this.#spare;
      this.#spare = undefined;
      return spare;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.#spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /**
   * Chooses without replacement: what a shuffle of the values would begin with (Fisher and Yates).
   * @param values are left in another order
   * @param chosen receives as many as it has room for, at most all
   */
  choose(values: Int32Array, chosen: Int32Array): void {
    const native = this.isNative ? ownAddOn<NativeRandom>('random') : undefined;
    if (native) {
      const state = Uint32Array.of(this.#key0, this.#key1, this.#step, Math.floor(this.#step / 2 ** 32));
      this.#goTo(native.choose(values, chosen, state, this.#position()));
      return;
    }
    for (let i = 0; i < Math.min(values.length, chosen.length); i++) {
      const place = i + this.integer(values.length - i);
      chosen[i] = values[place]!;
      values[place] = values[i]!;
    }
  }

  /** How many words were drawn. */
  #position(): number {
    return 4 * this.#block - (4 - this.#used);
  }

  #goTo(position: number): void {
    this.#block = Math.floor(position / 4);
    this.#used = 4;
    for (let words = position % 4; words > 0; words--) this.word();
  }

  /** Puts an array into a random order, in place (Fisher and Yates). */
  shuffle(values: { length: number; [index: number]: number }): void {
    for (let last = values.length - 1; last > 0; last--) {
      const other = this.integer(last + 1);
      const value = values[last]!;
      values[last] = values[other]!;
      values[other] = value;
    }
  }
}
